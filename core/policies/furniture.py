"""What surrounds an official text on a web page or a printed sheet and is no part of it."""

from __future__ import annotations

import re

_WHOLE_LINE = re.compile(
    r"""(?:
      (?:无障碍|长者|关怀)\S{0,6} | 首\s*页 | 登录|注册|返回顶部|网站地图|繁體|简体|手机版|English
    | (?:当前|您|您的|现在)(?:所在)?的?(?:位置|在的位置)\s*[:：].* | 首页\s*(?:[>＞»/|].*)
    | (?:字体|字号|分享|浏览|阅读|点击|访问|来源|信息来源|稿源|责任编辑|编辑|作者|打印|审核)(?:到|次数|量|数)?\s*[:：].*
    | (?:[【\[]?\s*(?:打印|关闭|收藏|分享|大|中|小)(?:本页|窗口|页面)?\s*[】\]]?\s*)+
    | (?:上|下)一(?:篇|条|页)\s*[:：]?.*
    | (?:相关|推荐|热点)(?:文章|链接|阅读|信息|文件|稿件|解读|新闻).{0,40}
    | (?:主办|承办|版权所有|技术支持|运行维护|网站标识码|网站支持|地址|邮编)(?:单位)?\s*[:：©].*
    | .*(?:ICP备|公网安备|版权所有|Copyright|网站标识码|扫一扫|扫码).*
    | 如果?您?对(?:该|本|此)(?:文件|政策|信息).{0,12}(?:疑问|意见|建议).*
    | [-—–]+\s*\d{1,4}\s*[-—–]+ | 第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)? | \d+\s*/\s*\d+
    | .+[|｜].*[|｜]\s*.* | [|｜\s]+
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PAGE_MARK = re.compile(r"[-—–·•]+\s*\d{1,4}\s*[-—–·•]+|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?")


def is_furniture(line: str) -> bool:
    """Whether `line` by itself is navigation, a footer, a page number or the like."""
    return _WHOLE_LINE.fullmatch(line.strip()) is not None


def is_page_mark(line: str) -> bool:
    """Whether `line` is a page number, which may stand in the middle of an article."""
    return _PAGE_MARK.fullmatch(line.strip()) is not None
