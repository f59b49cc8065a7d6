"""A child process that may die at any moment, as a power cut would have it."""

import os
import threading
from collections.abc import Callable


def in_a_child(act: Callable[[], object]) -> int:
    """Run `act` in a forked child; return its exit code: 7 when it ended, -9 when it was killed.

    The child works in a thread of its own: Django keeps connections by thread, so none of the
    parent's is used there, whatever event loop runs beside the tests. A session shared by both
    would outlive the child, with everything it locked.
    """
    child = os.fork()
    if child == 0:
        try:
            worker = threading.Thread(target=act)
            worker.start()
            worker.join()
        finally:
            os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
