"""The real OkHttp of this machine, to be asked from Python where Debian's libokhttp-java is installed."""

from course.lab.real_okhttp.process import Answer, Connection, OkHttpError, RealOkHttp

__all__ = ["Answer", "Connection", "OkHttpError", "RealOkHttp"]
