"""Invented papers for the tests."""

from typing import Any

from core.papers import (
    Caller,
    Extension,
    Ledger,
    LedgerRow,
    Receipt,
    ReceivedMaterial,
    Register,
    RegisterRow,
    Slip,
    Telling,
    ToldMaterial,
)

CENTRE = "示范创业赋能中心"
CALLER = Caller("王小明", "138****1234", "海岸科技")
FIRST = Telling(
    "2026-11-23 09:35",
    "张晓明",
    "电话",
    (
        ToldMaterial("身份证", "1", "原件", "公安机关"),
        ToldMaterial("营业执照", "2", "复印件", "市场监管部门", "三证合一"),
    ),
)
LATER = Telling(
    "2026-11-24 10:10", "李敏", "短信", (ToldMaterial("场地证明", "1", "复印件", "出租方"),), "情况变化", "换了地址"
)
SLIP = Slip(
    centre=CENTRE,
    number="20261123A001",
    date="2026年11月23日",
    caller=CALLER,
    matter="创业担保贷款",
    legal_basis="第五条（六）",
    conditions=("重点群体", "有经营场所"),
    tellings=(FIRST, LATER),
    steps=("咨询", "交材料", "审核"),
    limit="5 个工作日",
    due="2026年11月30日 17:00",
    fee="不收费",
    place="金融服务区",
    enquiry_phone="由中心填写",
    complaint_phone="由中心填报",
    refusal=("材料不实",),
    guide_note="示例，待中心核对",
)
RECEIPT = Receipt(
    centre=CENTRE,
    number="20261123A001",
    received_at="2026年11月23日 09:30",
    caller=CALLER,
    matter="创业担保贷款",
    first_contact="张晓明",
    handler="李敏",
    phone="由中心填写",
    materials=(ReceivedMaterial("身份证", "1"), ReceivedMaterial("创业担保贷款申请表", "2")),
    answer_by="2026年11月24日 17:00",
    due="2026年11月30日 17:00",
    supervision_phone="由中心填报",
)
REGISTER = Register(
    CENTRE,
    "2026年11月",
    "2026-11-30 17:00",
    (
        RegisterRow(
            "20261123A001",
            "2026-11-23 09:30",
            "王小明",
            "138****1234",
            "创业担保贷款",
            ("身份证", "申请表"),
            "3",
            "张晓明",
            "李敏",
            "已办结",
        ),
        RegisterRow("20261123A002", "2026-11-23 09:41", None, None, "ABC 会议室", (), None, "张晓明", None, "办理中"),
    ),
)
LEDGER = Ledger(
    CENTRE,
    "2026年11月",
    "2026-11-30 17:00",
    (
        LedgerRow(
            "20261123A001",
            "创业担保贷款",
            "2026-11-23 09:30",
            "5 个工作日",
            "2026-11-30 17:00",
            (
                Extension("3 个工作日", "周主任", "现场勘验", "2026-11-27 10:00"),
                Extension("2 个工作日", "周主任", "等评审", None),
            ),
            ("11-24 10:00 至 11-25 15:00",),
            "2026-11-27 11:20",
            "否",
            "李敏",
        ),
        LedgerRow(
            "20261230A002",
            "物业报修",
            "2026-12-30 09:41",
            "3 个工作日",
            "2027-01-05 17:00",
            (),
            (),
            None,
            "是",
            None,
            True,
        ),
    ),
)
PAPERS: dict[str, Any] = {"slip": SLIP, "receipt": RECEIPT, "register": REGISTER, "ledger": LEDGER}
