"""`python -m course`: the `course` command where it is not on the PATH."""

import sys

from course.cli import main

sys.exit(main())
