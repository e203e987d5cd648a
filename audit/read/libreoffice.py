"""LibreOffice as a subprocess: turns old and foreign Office files into DOCX and XLSX.

Each call runs in a private profile and folder with macros, links and the network off, and is killed with all it started
when no file gets done for ``PATIENCE`` seconds. What depends on the day or the place of conversion (date fields, file
names, volatile formulas) is taken out of the result, and so are pictures: the same file always gives the same bytes.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

PATIENCE = 20.0
"""Seconds that one file may take."""
LARGEST = 64_000_000
"""Bytes of the largest result that is taken."""
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
_FLAGS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard")

_LAUNCH = """
import os, sys
try:
    import ctypes, resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000_000, 200_000_000))
    resource.setrlimit(resource.RLIMIT_DATA, (2_000_000_000, 2_000_000_000))
    ctypes.CDLL(None).unshare(0x10000000 | 0x40000000)  # a network of its own, where the kernel lets us
except (ImportError, AttributeError, OSError, ValueError):
    pass
os.execv(sys.argv[1], sys.argv[1:])
"""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)

_MOVING = r"\s*(?:DATE|TIME|SAVEDATE|PRINTDATE|FILENAME)\b"
_FIELD = re.compile(
    rf"<w:instrText[^>]*>{_MOVING}(?:(?!<w:fldChar ).)*?<w:fldChar w:fldCharType=\"separate\"(.*?)"
    r'<w:fldChar w:fldCharType="end"',
    re.DOTALL | re.IGNORECASE,
)
_SIMPLE_FIELD = re.compile(rf'<w:fldSimple w:instr="{_MOVING}(.*?)</w:fldSimple>', re.DOTALL | re.IGNORECASE)
_PRINT = re.compile(r"<w:t(?: [^>]*)?>[^<]*</w:t>")
_VOLATILE = re.compile(r"<f[^>]*>[^<]*\b(?:TODAY|NOW|RAND|RANDBETWEEN|CELL|INFO)\([^<]*</f><v>[^<]*</v>")


class Job(NamedTuple):
    """A file to convert: its bytes, its suffix without dot, and ``docx`` or ``xlsx``."""

    data: bytes
    suffix: str
    target: str


class Failure(NamedTuple):
    """Why there is no result: ``slow`` if the time was up, else LibreOffice could not open the file."""

    slow: bool


@cache
def program() -> str | None:
    """Path of the program, None if it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


@cache
def version() -> str:
    """What tells one installed version from another."""
    path = program()
    if path is None:
        return ""
    stated = Path(os.path.realpath(path)).parent / "versionrc"
    if stated.is_file():
        text = stated.read_text("utf-8", "replace")
        found = re.search(r"^UpdateID=LibreOffice_([0-9.]+)", text, re.MULTILINE)
        build = re.search(r"^buildid=(\S+)", text, re.MULTILINE)
        return " ".join(match[1] for match in (found, build) if match)
    return str(os.stat(path).st_mtime_ns)


def convert(jobs: Sequence[Job]) -> list[bytes | Failure]:
    """The result of each job. Only for use with ``program()`` not None."""
    results: dict[int, bytes | Failure] = {}
    for target in _FILTERS:
        _convert_all([n for n, job in enumerate(jobs) if job.target == target], jobs, target, results)
    return [results[number] for number in range(len(jobs))]


def _convert_all(
    left: list[int], jobs: Sequence[Job], target: str, results: dict[int, bytes | Failure]
) -> None:
    """Files are converted in order; where the program stops, the first without a result is to blame."""
    while left:
        done, slow = _run({n: jobs[n] for n in left}, target)
        results |= done
        left = [n for n in left if n not in done]
        if left:
            results[left.pop(0)] = Failure(slow)


def _run(jobs: dict[int, Job], target: str) -> tuple[dict[int, bytes | Failure], bool]:
    """Results of one call, and whether it was stopped for time."""
    with tempfile.TemporaryDirectory(prefix="disclosure-audit-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        names = []
        for number, job in jobs.items():
            names.append(folder / f"{number}.{job.suffix}")
            names[-1].write_bytes(job.data)
        out = folder / "out"
        out.mkdir()
        slow = _call(target, names, out)
        found = {n: out / f"{n}.{target}" for n in jobs}
        return {n: _result(path) for n, path in found.items() if path.is_file()}, slow


def _call(target: str, names: Sequence[Path], out: Path) -> bool:
    path = program()
    assert path is not None
    command = [path, *_FLAGS, f"-env:UserInstallation={_profile().as_uri()}"]
    command += ["--convert-to", _FILTERS[target], "--outdir", str(out), *map(str, names)]
    if os.name == "posix":
        command = [sys.executable, "-c", _LAUNCH, *command]
    process = subprocess.Popen(
        command,
        cwd=out.parent,
        env=_environment(out.parent),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    slow = True
    try:
        slow = not _finishes(process, out)
    finally:
        _kill(process)
        if slow:
            _forget_profile()
    return slow


def _finishes(process: subprocess.Popen[bytes], out: Path) -> bool:
    """Wait; False when no file got done for too long."""
    done, since = 0, time.monotonic()
    while time.monotonic() - since < PATIENCE:
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            now = len(os.listdir(out))
            if now > done:
                done, since = now, time.monotonic()
        else:
            return True
    return False


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
    else:
        process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's, and the same everywhere."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


_profiles: dict[int, Path] = {}


def _profile() -> Path:
    """The profile of this process: made once, as that takes half a second."""
    if os.getpid() not in _profiles:
        folder = Path(tempfile.mkdtemp(prefix="disclosure-audit-profile-"))
        (folder / "user").mkdir()
        (folder / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        _profiles[os.getpid()] = folder
    return _profiles[os.getpid()]


def _forget_profile() -> None:
    folder = _profiles.pop(os.getpid(), None)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


atexit.register(_forget_profile)


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    return f"{head}{items}</oor:items>\n"


def _result(path: Path) -> bytes | Failure:
    if path.stat().st_size > LARGEST:
        return Failure(slow=False)
    try:
        return _settled(path.read_bytes())
    except BadZipFile:
        return Failure(slow=False)


def _settled(package: bytes) -> bytes:
    """The package without pictures, and without print that another day or place would change.

    Its comment says how many such places there were.
    """
    target, places = BytesIO(), 0
    with ZipFile(BytesIO(package)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = b"" if "/media/" in name else old.read(name)
            if re.fullmatch(r"word/\w+\.xml|xl/worksheets/\w+\.xml", name):
                xml, count = without_volatile(content.decode("utf-8"))
                content, places = xml.encode("utf-8"), places + count
            info = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, content)
        new.comment = str(places).encode()
    return target.getvalue()


def left_out(package: bytes) -> int:
    """How many places were taken out of a result because another day or place would change them."""
    with ZipFile(BytesIO(package)) as archive:
        return int(archive.comment)


def without_volatile(xml: str) -> tuple[str, int]:
    """XML of a part without the print of date and file name fields and the values of volatile formulas; their number."""
    count = 0
    for field in (_FIELD, _SIMPLE_FIELD):
        xml, found = field.subn(lambda m: m[0].replace(m[1], _PRINT.sub("", m[1])), xml)
        count += found
    xml, found = _VOLATILE.subn("", xml)
    return xml, count + found
