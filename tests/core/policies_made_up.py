"""Official-looking texts written for the tests, in the shapes of real ones."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from core.desk import Desk, open_desk
from core.policies.service import PolicyDesk
from tests.helpers.people import FrozenClock, copy_of_the_desk

BODY = """第一章  总  则

第一条 为了让玩具图书馆有章可循,制定本办法。

第二条 本办法适用于海滨市玩具图书馆(以下简称“图书馆”)的管理。

第二章  借  用

第三条 借用内容。

(一)积木。每人可借五盒，

(二)拼图。每人可借三幅。

第四条 借用条件。

(一)成年人

1.持有效证件;

2.未被停借:

(1)没有逾期;

(2)没有损坏。

(二)儿童

由监护人陪同。不满三岁的不借小零件。

借用期限自借出之日起算。

第五条 第三条所列玩具丢失的,照价赔偿

第三章  附  则

第六条 本办法自印发之日起施行,有效期三年。《关于玩具借用的通知》(海玩字〔2021〕8号)同时废止。"""
TITLE = "海滨市玩具图书馆管理办法"
NOTICE = f"""关于印发《{TITLE}》的通知

发布日期:2025-09-08 | 文号: |

关于印发《{TITLE}》的通知

各区(市)文化部门:

现将《{TITLE}》印发给你们,请认真执行。

海滨市文化局              海滨市财政局

2025年8月31日

(此件主动公开)

"""
TAIL = """


如果您对该文件有疑问 ，可以通过 网上咨询 方式咨询相关单位 。

海滨政务网 | 网上办事大厅 | 海滨文化网 |
"""


def page(times: int = 2) -> str:
    """The text as saved from a web page: furniture around it, and the whole of it `times` over."""
    return "无障碍\n\n" + f"{NOTICE}\n{TITLE}\n\n{BODY}\n{TAIL}" * times


def html() -> str:
    """The same as a saved page with scripts, styles, comments, navigation and hidden parts."""
    paragraphs = "".join(f"<p>&nbsp;&nbsp;{line}</p>\n" for line in BODY.splitlines() if line)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_海滨市政府网</title>
<style>p {{ color: red }}</style><script>document.write("第七条 脚本里的条文");</script></head>
<body><nav><a href="/">首页</a><a href="javascript:alert(1)">危险</a></nav>
<!-- 第八条 注释里的条文 --><div style="display: none">第九条 看不见的条文</div>
<h1>{TITLE}</h1>{paragraphs}<noscript>第十条 没有脚本</noscript>
<footer><p>版权所有 海滨市文化局</p></footer><script>var x = "<p>第十一条 又是脚本</p>";</script></body></html>"""


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: list[str] | None = None, *, numbering: str = "", raw: str = "") -> bytes:
    """A Word file: `paragraphs` as plain ones, or the body's XML as `raw`, with the part `numbering`."""
    lines = [TITLE, *(line for line in BODY.splitlines() if line)] if paragraphs is None else paragraphs
    body = raw or "".join(f"<w:p><w:r><w:t xml:space='preserve'>{line}</w:t></w:r></w:p>" for line in lines)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document xmlns:w='{_WORD}'><w:body>{body}</w:body></w:document>")
        if numbering:
            package.writestr("word/numbering.xml", f"<w:numbering xmlns:w='{_WORD}'>{numbering}</w:numbering>")
    return stream.getvalue()


@cache
def _prepared() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="shouwen-policies-"))
    path = copy_of_the_desk(folder)
    desk = open_desk(str(path))
    PolicyDesk(desk.storage).prepare()
    desk.close()
    return path


def prepared_copy(folder: Path) -> Path:
    """A fresh database file in which the answers that ship are already."""
    return Path(shutil.copy(_prepared(), folder / "desk.sqlite3"))


def open_prepared(folder: Path, clock: FrozenClock) -> Desk:
    """A fresh desk in which the answers that ship are already."""
    return open_desk(str(prepared_copy(folder)), clock=clock)
