"""Old and foreign Office files through LibreOffice: the same facts, the same places, nothing from outside."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import threading
import zipfile
from pathlib import Path

import pytest
from layouts import distinct, page
from office_files import docx_report, laid_out, sheet_xml, typed, xlsx, zipped

import audit
from audit.errors import UnreadableFile
from audit.model import Kind
from audit.read import legacy, libreoffice, read, read_bytes
from audit.read.legacy import DOC, RTF, converted, kind_of
from audit.read.libreoffice import Job

needs_libreoffice = pytest.mark.skipif(libreoffice.program() is None, reason="needs LibreOffice")
FORMS = ("2019", "2021")


@pytest.fixture(autouse=True)
def empty_cache(tmp_path_factory, monkeypatch):
    """No converted file from another test, and none for the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(legacy, "_memory", type(legacy._memory)())


@pytest.fixture(scope="module")
def originals() -> dict[str, bytes]:
    """Reports with a distinct figure in every cell, as DOCX and XLSX."""
    found = {}
    for form in FORMS:
        document = read_bytes(page(form, distinct(form), 2022).encode(), "a.html")
        found[f"{form}.docx"] = docx_report(document)
        cells, merged = laid_out(document)
        found[f"{form}.xlsx"] = xlsx({"年报": sheet_xml(typed(cells), merged)})
    return found


@pytest.fixture(scope="module")
def old_files(originals, tmp_path_factory) -> Path:
    """The same reports as LibreOffice saves them in old formats."""
    if libreoffice.program() is None:
        pytest.skip("needs LibreOffice")
    folder = tmp_path_factory.mktemp("old")
    for name, data in originals.items():
        (folder / name).write_bytes(data)
    for target, source in (("doc", "docx"), ("rtf", "docx"), ("odt", "docx"), ("ods", "xlsx")):
        saved_as(target, folder, [folder / f"{form}.{source}" for form in FORMS])
    shutil.copy(folder / "2021.doc", folder / "2021.wps")
    return folder


def saved_as(target: str, folder: Path, files: list[Path]) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        libreoffice.program(),
        "--headless",
        profile,
        "--convert-to",
        target,
        "--outdir",
        folder,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


OLD = ("doc", "rtf", "odt", "ods")


@needs_libreoffice
def test_an_old_file_gives_the_facts_of_the_original_at_places_that_resolve(old_files):
    names = [f"{form}.{suffix}" for form in FORMS for suffix in (*OLD, "docx")] + ["2021.wps"]
    loaded = audit.load([old_files / name for name in names])
    values = loaded.facts.pivot_table(index="report_id", columns="cell", values="value", aggfunc="first")
    reports = loaded.reports.assign(name=loaded.reports["path"].map(os.path.basename)).set_index("name")
    for name in names:
        form, report = name[:4], reports.loc[name]
        assert (report["status"], report["form"]) == ("read", form), name
        assert values.loc[report["report_id"]].dropna().astype(int).to_dict() == distinct_values(form), name
        facts = loaded.facts[loaded.facts["report_id"] == report["report_id"]]
        for locator, raw in list(zip(facts["locator"], facts["raw"], strict=True))[::40]:
            assert audit.locate(old_files / name, locator) == raw
    assert reports.loc["2021.wps", "format"] == "doc"
    assert "LibreOffice" in reports.loc["2021.ods", "note"]


def distinct_values(form: str) -> dict[str, int]:
    return {cell: int(value) for cell, value in distinct(form).items()}


@needs_libreoffice
def test_a_conversion_gives_the_same_bytes_every_time_alone_or_in_a_batch(old_files):
    jobs = [Job((old_files / f"2021.{s}").read_bytes(), s, "docx") for s in ("doc", "rtf", "odt")]
    jobs.append(Job((old_files / "2021.ods").read_bytes(), "ods", "xlsx"))
    together = libreoffice.convert(jobs)
    libreoffice._forget_profile()
    assert [libreoffice.convert([job])[0] for job in jobs] == together


@needs_libreoffice
def test_a_converted_file_is_kept_for_the_next_process(old_files, monkeypatch):
    data = (old_files / "2019.doc").read_bytes()
    first = converted(data, DOC)
    folder = legacy._folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    legacy._memory.clear()
    monkeypatch.setattr(libreoffice, "convert", lambda jobs: pytest.fail("converted again"))
    assert converted(data, DOC) == first


def test_a_cache_folder_that_others_may_write_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = legacy._folder()
    folder.chmod(0o777)
    assert legacy._folder() is None
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert legacy._folder() is None
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/none")
    assert legacy._folder() is None


def test_the_cache_drops_the_oldest(tmp_path, monkeypatch):
    monkeypatch.setattr(legacy, "STORED", 3)
    for number in range(5):
        (tmp_path / str(number)).write_text("a")
        os.utime(tmp_path / str(number), (number, number))
    legacy._trim(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["2", "3", "4"]


@pytest.mark.parametrize("kind", [DOC, RTF, legacy.ODS], ids=lambda kind: kind.name)
def test_without_libreoffice_one_line_says_what_to_do(kind: Kind, monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(UnreadableFile, match="LibreOffice is not installed") as refusal:
        converted(b"any", kind)
    assert refusal.value.remedy == f"install LibreOffice, or save it as {kind.target.upper()}"


SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"), ("table", "table"),
    )
)  # fmt: skip


def odt(body: str, kind: str = "text") -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{media}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    content = (
        f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": media, "META-INF/manifest.xml": manifest, "content.xml": content}, zipfile.ZIP_STORED
    )


@pytest.fixture
def listener():
    """A web server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Ears(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"from the network")

        do_OPTIONS = do_HEAD = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Ears)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()


@needs_libreoffice
def test_nothing_comes_from_the_network_or_from_other_files(tmp_path, listener):
    port, asked = listener
    (tmp_path / "secret.txt").write_text("SECRET")
    links = (f"http://127.0.0.1:{port}/section.txt", (tmp_path / "secret.txt").as_uri())
    body = "<text:p>年度报告</text:p>" + "".join(
        f'<text:section text:name="S{n}"><text:section-source xlink:href="{link}" xlink:type="simple" '
        f'xlink:show="embed"/><text:p>old</text:p></text:section>'
        for n, link in enumerate(links)
    )
    body += (
        '<text:p><draw:frame svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="http://127.0.0.1:{port}/picture.png" xlink:type="simple"/></draw:frame></text:p>'
    )
    fields = (
        rf'{{\field{{\*\fldinst INCLUDETEXT "{tmp_path}/secret.txt"}}{{\fldrslt old}}}}\par '
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:{port}/p.png" \\d}}{{\fldrslt old}}}}\par end\par'
    )
    for data, name in ((odt(body), "a.odt"), (rf"{{\rtf1\ansi start\par {fields}}}".encode(), "a.rtf")):
        text = read_bytes(data, name).text
        assert "old" in text
        assert "SECRET" not in text
    assert asked == []


@needs_libreoffice
def test_the_day_of_reading_is_not_taken_for_print():
    date = r'{\field{\*\fldinst DATE \\@ "yyyy-MM-dd"}{\fldrslt 2024-01-20}}'
    name = r"{\field{\*\fldinst FILENAME }{\fldrslt report.doc}}"
    page_ = r"{\field{\*\fldinst SEQ a}{\fldrslt 7}}"
    document = read_bytes(rf"{{\rtf1\ansi before {date} between {name} after {page_}\par}}".encode(), "a.rtf")
    assert document.text.split() == ["before", "between", "after", "7"]
    assert "2 fields that show the day of reading" in " ".join(document.notes)
    cells = (
        '<table:table table:name="A"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>kept</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=TODAY()" office:value-type="date" office:date-value="2024-01-20">'
        "<text:p>2024</text:p></table:table-cell></table:table-row></table:table>"
    )
    sheet = read_bytes(odt(cells, "spreadsheet"), "a.ods")
    assert sheet.text.split() == ["kept"]


@needs_libreoffice
@pytest.mark.parametrize("name", ["noise.doc", "noise.odt", "cut.doc", "cut.odt", "empty.rtf"])
def test_what_libreoffice_cannot_open_is_one_line(old_files, name):
    good = (old_files / "2021.doc").read_bytes()
    data = {
        "noise.doc": good[:2048] + os.urandom(len(good) - 2048),
        "noise.odt": odt("<text:p>a")[:-900] + os.urandom(900),
        "cut.doc": good[: len(good) // 2],
        "cut.odt": (old_files / "2021.odt").read_bytes()[:9000],
        "empty.rtf": b"{\\rtf1}",
    }[name]
    with pytest.raises(UnreadableFile) as refusal:
        read_bytes(data, name)
    assert "\n" not in str(refusal.value)
    assert refusal.value.remedy


def test_a_locked_document_is_said_to_be_locked(old_files):
    data = bytearray((old_files / "2021.doc").read_bytes())
    at = data.index(b"\xec\xa5")
    data[at + 11] |= 1
    with pytest.raises(UnreadableFile, match="locked with a password"):
        kind_of(bytes(data))


HANG = """#!/bin/sh
out=; prev=
for a; do
  [ "$prev" = --outdir ] && out=$a; prev=$a
  case $a in */0.doc) cp "$GOOD" "$out/0.docx";; */1.doc) sleep 300 & wait;; */2.doc) cp "$GOOD" "$out/2.docx";; esac
done
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_file_on_which_the_program_hangs_is_stopped_and_the_others_are_converted(
    tmp_path, monkeypatch, originals
):
    good = tmp_path / "good.docx"
    good.write_bytes(originals["2021.docx"])
    fake = tmp_path / "soffice"
    fake.write_text(HANG.replace("$GOOD", str(good)))
    fake.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(fake))
    monkeypatch.setattr(libreoffice, "PATIENCE", 1.0)
    results = libreoffice.convert([Job(str(n).encode(), "doc", "docx") for n in range(3)])
    assert [isinstance(r, bytes) for r in results] == [True, False, True]
    assert results[1].slow
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 300" not in listed


@needs_libreoffice
def test_one_bad_file_in_a_folder_costs_the_others_nothing(old_files, tmp_path):
    for suffix in ("doc", "rtf", "odt"):
        shutil.copy(old_files / f"2021.{suffix}", tmp_path / f"good.{suffix}")
    (tmp_path / "bad.odt").write_bytes(odt("<text:p>a")[:-600] + b"x" * 600)
    (tmp_path / "bad.rtf").write_bytes(b"{\\rtf1 nothing of a report}")
    reports = audit.load(tmp_path).reports
    assert dict(zip(reports["path"].map(os.path.basename), reports["status"], strict=True)) == {
        "bad.odt": "unreadable", "bad.rtf": "unreadable",
        "good.doc": "read", "good.odt": "read", "good.rtf": "read",
    }  # fmt: skip
    assert "not an annual disclosure report" in reports["note"][1]


@needs_libreoffice
def test_locate_reads_an_old_file_by_its_path(old_files):
    document = read(old_files / "2021.doc")
    start = document.text.index("规章")
    assert audit.locate(old_files / "2021.doc", document.places.locator(start, start + 2)) == "规章"
