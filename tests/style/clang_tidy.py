# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over every file of src/, one process a processor: run-clang-tidy wants a library that not everyone has.

    clang_tidy.py ROOT BUILD
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys


TOOL = "clang-tidy-14"


def main(root, build):
    if not shutil.which(TOOL):
        print(f"{TOOL} is not installed")
        return 77
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    paths = {os.path.normpath(os.path.join(command["directory"], command["file"])) for command in commands}
    ours = sorted(path for path in paths if path.startswith(os.path.join(root, "src") + os.sep))

    def look(path):
        # Warnings for gcc alone are not known to it.
        words = [TOOL, "-p", build, "--quiet", "--extra-arg=-Wno-unknown-warning-option", path]
        done = subprocess.run(words, check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            return ""
        # How many it suppressed is of no interest; that it could not run at all is.
        return done.stdout if re.search(r"(error|warning):", done.stdout) else done.stdout + done.stderr

    failed, heads = 0, []
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for said in pool.map(look, ours):
            if said:
                failed += 1
                said = said.replace(root + os.sep, "").replace(os.path.relpath(root, build) + os.sep, "")
                said = said.replace(os.path.relpath(build, root) + os.sep, "")
                print(said, flush=True)
                heads += [line for line in said.splitlines() if re.search(r"(error|warning):", line)]
    # Once more without the paths that lead there, where the end of a log is looked at.
    print("\n".join(heads))
    print(f"{len(ours)} files, {failed} with findings")
    return 1 if failed or not ours else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
