"""The pictures in the README, made by the app itself from invented calls: `python -m tests.tui.pictures`.

Needs rsvg-convert and the Noto Sans Mono CJK font (Debian: librsvg2-bin, fonts-noto-cjk).
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from core.calls.views import NewCall
from core.clock import CENTRE
from core.desk import Desk
from tests.helpers.people import FrozenClock
from tests.tui.driving import LARGE, SMALL, Driver, driving

FOLDER = Path(__file__).resolve().parents[2] / "docs"
FONT = "Noto Sans Mono CJK SC"
NOW = "2026-11-25 10:20"


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_hotline(Path(folder) / "large", LARGE, "hotline"))
        asyncio.run(_hotline(Path(folder) / "small", SMALL, "hotline-80x24"))


async def _hotline(folder: Path, size: tuple[int, int], name: str) -> None:
    folder.mkdir()
    clock = FrozenClock()
    async with driving(folder, size=size, clock=clock) as driver:
        _calls(driver.desk, clock)
        driver.app.poll()
        await driver.keys("down")
        await driver.settle()
        _save(driver, name)


def _calls(desk: Desk, clock: FrozenClock) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=CENTRE)

    clock.at = at(NOW)

    def call(question: str, service: str | None, received: str, phone: str, name: str | None = None) -> str:
        new = NewCall(question=question, service=service, received_at=at(received), phone=phone, name=name)
        return desk.calls.log(new, by="li").number

    call("办公室空调不制冷，物业说要等一周", "repair", "2026-11-19 15:10", "13900005678", "周工")
    loan = call(
        "开餐馆想贷款，要带什么材料？夫妻两个人一起办，额度能不能合在一起算？",
        "loan",
        "2026-11-18 16:05",
        "13800001234",
        "赵小满",
    )
    desk.calls.notify(loan, by="li")
    desk.calls.reply(loan, "合伙的可以合并计算，材料已短信发给您，本周五前送到裙楼一层金融服务区。", by="li")
    desk.calls.receive(loan, [("身份证", 2), ("营业执照", 1)], by="li")
    call("会议室周六晚上能不能用", None, "2026-11-25 10:02", "13700003456")
    waiting = call("刚毕业想申请工位", "desks", "2026-11-23 11:20", "13600004567", "小孙")
    desk.calls.wait(waiting, "等毕业证复印件", by="li")
    other = call("入驻要评审吗，评审看什么", "in-startup", "2026-11-24 09:30", "13500006789", "钱经理")
    desk.calls.transfer(other, "han", "入驻由她办", by="li")


def _save(driver: Driver, name: str) -> None:
    drawing = driver.app.export_screenshot(title="shouwen")
    drawing = re.sub(r"@font-face \{.*?\}", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"font-family: [^;]+;", f"font-family: '{FONT}';", drawing)
    # The drawing counts 12.2 units a cell; this font's half-width letters are half an em wide.
    drawing = re.sub(r"font-size: 20px;", "font-size: 24.4px;", drawing)
    drawing = re.sub(r' clip-path="url\(#[^"]*line-\d+\)"', "", drawing)
    drawing = drawing.replace("<text ", '<text xml:space="preserve" ')
    with tempfile.NamedTemporaryFile("w", suffix=".svg", encoding="utf-8") as file:
        file.write(drawing)
        file.flush()
        subprocess.run(["rsvg-convert", "--zoom", "1.2", file.name, "-o", str(FOLDER / f"{name}.png")], check=True)


if __name__ == "__main__":
    main()
