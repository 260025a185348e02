"""Running a program and taking its time and its memory."""

import os
import shutil
import statistics
import subprocess
import sys
import time


def install(program, path):
    """Copies a program, as a package would. What a linker has just written lies in the page cache in small pieces, and starts
    a tenth of a millisecond later."""
    return shutil.copy2(os.path.realpath(program), path)


class Programs:
    """Helm and Yare, run in turn with the same arguments in the same folder with an empty home."""

    def __init__(self, helm, yare, folder):
        self.paths = {"helm": str(helm), "yare": str(yare)}
        self.folder = str(folder)
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}

    def wall(self, who, arguments):
        """Wall seconds and exit code of one run. Spawned directly: Python's own way costs as much as a small command."""
        null = [(os.POSIX_SPAWN_OPEN, file, os.devnull, os.O_WRONLY, 0) for file in (1, 2)]
        path = self.paths[who]
        os.chdir(self.folder)
        started = time.perf_counter()
        child = os.posix_spawn(path, [path, *arguments], self.environment, file_actions=null)
        _, status = os.waitpid(child, 0)
        return time.perf_counter() - started, os.waitstatus_to_exitcode(status)

    def resident(self, who, arguments):
        """The highest resident size of one run in MiB. Through a small parent: a child of this one begins with its size."""
        done = subprocess.run(["/usr/bin/time", "-f", "%M", self.paths[who], *arguments], cwd=self.folder,
                              env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return int(done.stderr.split()[-1]) / 1024

    def medians(self, arguments, runs, before=None):
        """{who: median wall milliseconds}; the exit codes have to agree."""
        times = {who: [] for who in self.paths}
        codes = {}
        for _ in range(runs):
            for who in self.paths:
                if before:
                    before()
                elapsed, codes[who] = self.wall(who, arguments)
                times[who].append(elapsed * 1000)
        if codes["helm"] != codes["yare"]:
            sys.exit(f"{' '.join(arguments)}: exit code {codes['helm']} from Helm, {codes['yare']} from Yare")
        return {who: statistics.median(each) for who, each in times.items()}
