"""Makes the pictures in docs/screenshots from the running application, on the demonstration record.

python docs/screenshots.py           # needs chromium for the PNG files; the SVG files come without
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from entryassist.demo import fill_demo
from entryassist.tui.app import EntryAssistApp, TrainerApp
from entryassist.tui.services import Services
from entryassist.tui.widgets.section_editor import SectionEditor
from models import Store
from terminology import Checker

FOLDER = Path(__file__).parent / "screenshots"
SIZE = (150, 40)
SUBJECTIVE = (
    "Pt is a 74 y/o female here for 3 month follow up of DM2 and HTN. Denies chest pian, SOB or palpitations. "
    "Numbness of both feet for 2 months, worse at night. Ran out of lisinopril 2 weeks ago."
)
OBJECTIVE = (
    "BP 158/92, HR 76, RR 16, T 98.4 F, SpO2 97% RA, wt 82 kg\n"
    "Lungs clear. Heart regular. Abdomen soft, nontender. No edema. Monofilament decreased at both great toes."
)
PLAN = "1. Restart lisinopril 20.0 mg po QD.\n2. Lantus 24 U nightly.\n3. Recheck A1c in ____ months."


def demonstration(url: str) -> Store:
    """The demonstration record in a file of its own."""
    store = Store.open(url)
    fill_demo(store)
    return store


async def settle(pilot: Pilot[int], seconds: float = 0.6) -> None:
    """Lets the application come to rest."""
    await pilot.pause(seconds)


async def entry_pictures(folder: Path) -> None:
    """Sign-in, worklist, entry with findings, the choice of a sense."""
    url = f"sqlite:///{folder / 'demo.db'}"
    app = EntryAssistApp(Services(lambda: demonstration(url), lambda progress: Checker.load(progress=progress)))
    async with app.run_test(size=SIZE) as pilot:
        while app.checker is None or app.screen.query_one("#users").option_count == 0:  # type: ignore[attr-defined]
            await settle(pilot, 0.1)
        save(app, "sign-in")
        await pilot.press("enter")
        await settle(pilot)
        save(app, "worklist")
        await pilot.press("enter")
        await settle(pilot)
        for number, text in ((0, SUBJECTIVE), (1, OBJECTIVE), (3, PLAN)):
            app.screen.query(SectionEditor)[number].focus()
            await settle(pilot, 0.1)
            app.screen.query(SectionEditor)[number].insert(text)
            await settle(pilot, 0.3)
        app.screen.query(SectionEditor)[0].focus()
        app.screen.query(SectionEditor)[0].move_cursor((0, 0))
        await settle(pilot)
        for _ in range(30):
            await pilot.press("f4")
            await settle(pilot, 0.1)
            current = app.screen.form.current  # type: ignore[attr-defined]
            if current and current.finding.text == "pian":
                break
        await settle(pilot)
        save(app, "entry")
        await pilot.press("f7")
        await settle(pilot)
        save(app, "choose")
        await pilot.press("escape", "ctrl+l", *"diabetis")
        await settle(pilot, 1.0)
        save(app, "vocabulary")


async def training_picture() -> None:
    """The first drill."""
    app = TrainerApp(
        Services(lambda: demonstration("unused"), lambda progress: Checker.load(progress=progress)), seed=7
    )
    async with app.run_test(size=SIZE) as pilot:
        while app.checker is None:
            await settle(pilot, 0.1)
        await settle(pilot)
        save(app, "train")


def save(app: EntryAssistApp | TrainerApp, name: str) -> None:
    """Writes an SVG, and a PNG beside it where chromium is installed."""
    svg = Path(app.save_screenshot(f"{name}.svg", path=str(FOLDER)))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        return
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}"]
        options += ["--disable-background-networking", "--disable-component-update", "--window-size=1860,1050"]
        subprocess.run(
            [chromium, *options, f"--screenshot={svg.with_suffix('.png')}", svg.as_uri()],
            check=True,
            capture_output=True,
        )
    svg.unlink()


def main() -> None:
    """All pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(entry_pictures(Path(folder)))
    asyncio.run(training_picture())


if __name__ == "__main__":
    main()
