#!/usr/bin/env python3
"""A `cotejo` that sleeps on one document and ends on another, always.

The program itself is named by COTEJO_REAL; SLEEPS_ON and ENDS_ON say a text in the original of the two documents.
"""

import os
import signal
import subprocess
import sys
import time

real, sleeps_on, ends_on = (os.environ[name].encode() for name in ("COTEJO_REAL", "SLEEPS_ON", "ENDS_ON"))
command = [os.fsdecode(real), *sys.argv[1:]]
if "pipe" not in sys.argv:
    os.execv(command[0], command)
with subprocess.Popen(command, stdin=subprocess.PIPE) as program:
    assert program.stdin is not None
    for line in sys.stdin.buffer:
        if sleeps_on in line:
            time.sleep(600)
        if ends_on in line:
            os.kill(program.pid, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)
        program.stdin.write(line)
        program.stdin.flush()
sys.exit(program.returncode)
