"""The real OkHttp of this machine, to be asked from Python where Debian's libokhttp-java is installed."""

from course.lab.real_okhttp.process import QUICK_START, Answer, Connection, OkHttpError, RealOkHttp

__all__ = ["QUICK_START", "Answer", "Connection", "OkHttpError", "RealOkHttp"]
