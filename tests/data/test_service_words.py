"""Said as callers say it: the words of the service list bring up the service meant, first of three."""

import pytest

from core.services.rules import suggest
from core.services.views import ServiceView
from data.loading import load_services

SERVICES = [
    ServiceView(
        code=one.code,
        name=one.name,
        name_en=one.name_en,
        category=one.category,
        materials=(),
        respond=one.respond,
        complete=one.complete,
        on_supplement=one.on_supplement,
        version=1,
        keywords=one.keywords,
        spelling="",
        guide={},
    )
    for one in load_services().services
]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("我想贷款三十万开个小店，要什么手续", "loan"),
        ("创业担保贷款要找人担保吗", "loan"),
        ("听说有一次性创业补贴，能领多少", "subsidy"),
        ("给员工交社保有没有补贴", "insurance"),
        ("在外面租的写字楼，房租补贴还有吗", "rentsubsidy"),
        ("我是大学生，创业有什么政策", "policy"),
        ("最近有没有创业培训班可以报名", "training"),
        ("想预约一位创业导师", "mentor"),
        ("能帮我介绍几个投资人吗", "equity"),
        ("银行贷款批不下来怎么办", "finance"),
        ("创业大赛怎么报名", "contest"),
        ("想报名下个月的路演", "roadshow"),
        ("还有免费工位吗", "desks"),
        ("注册公司找谁帮忙", "register"),
        ("合同审查收费吗，有律师吗", "legal"),
        ("我有个发明想申请专利", "patent"),
        ("服务券在哪领", "voucher"),
        ("我们公司想入驻，入驻条件是什么", "in-startup"),
        ("我们是培训机构，想做机构入驻", "in-institution"),
        ("行业协会能进来吗", "in-association"),
        ("公示名单在哪看", "recruit"),
        ("明天下午借会议室，二十个人", "room"),
        ("食堂周末吃饭吗", "canteen"),
        ("四楼空调坏了，麻烦报修", "repair"),
        ("停车位还有吗", "access"),
        ("想带学生来参观", "visit"),
        ("人多坐不下，能换大一点的吗", "area"),
        ("免房租到什么时候", "rent"),
        ("我们法人变更了", "change"),
        ("想提前退出，怎么办手续", "leave"),
        ("年度评估什么时候开始", "evaluation"),
        ("我要投诉，接电话的人态度不好", "complaint"),
        ("青创通密码忘了，平台登不上", "platform"),
        ("ＣＡＮＴＥＥＮ opening hours", "canteen"),
    ],
)
def test_a_question_brings_up_its_service(question: str, code: str) -> None:
    assert suggest(question, SERVICES)[0].code == code


def test_small_talk_brings_up_nothing() -> None:
    assert suggest("您好，请问在吗", SERVICES) == []
