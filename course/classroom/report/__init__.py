"""What an instructor sees of a class: saved work and workspaces in, a table and a page out."""

from course.classroom.report.class_report import class_report

__all__ = ["class_report"]
