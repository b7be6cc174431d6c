"""The instructor's guide, computed from the lessons and the exercise records."""

from course.classroom.guide.writing import guide_pages, write_guide

__all__ = ["guide_pages", "write_guide"]
