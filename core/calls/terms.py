"""The codes a call may bear, with their English names (message ids)."""

from core.words import N_

STATUSES = {
    "accepted": N_("accepted"),
    "in_progress": N_("in progress"),
    "waiting": N_("waiting for materials"),
    "completed": N_("completed"),
    "closed": N_("closed"),
    "declined": N_("declined"),
}
OPEN = ("accepted", "in_progress", "waiting")
KINDS = {
    "consultation": N_("consultation"),
    "help": N_("help"),
    "complaint": N_("complaint"),
    "report": N_("report"),
    "suggestion": N_("suggestion"),
    "praise": N_("praise"),
}
CHANNELS = {
    "hotline": N_("hotline"),
    "counter": N_("counter"),
    "online": N_("online"),
    "letter": N_("letter"),
}
SATISFIED = 3
"""The lowest rating that is no bad one: 5, 4 and 3 are satisfied, 2 and 1 are not (好差评)."""
LIGHTS = {"green": N_("green"), "yellow": N_("due soon"), "red": N_("overdue")}
ATTEMPTS = {"busy": N_("busy"), "no_answer": N_("no answer"), "wrong_number": N_("wrong number")}
MEANS = {
    "phone": N_("by phone"),
    "counter": N_("at the counter"),
    "print": N_("on paper"),
    "message": N_("by message"),
}
USUAL_MEANS = {"hotline": "phone", "counter": "counter", "online": "message", "letter": "print"}
REASONS = {
    "omitted": N_("left out the first time"),
    "circumstances": N_("circumstances changed"),
    "policy": N_("policy changed"),
    "unfit_material": N_("material was unfit"),
}
GROUNDS = {
    "guided": N_("guided on"),
    "withdrawn": N_("withdrawn"),
    "duplicate": N_("duplicate"),
    "invalid": N_("invalid"),
    "not_accepted": N_("not accepted"),
}
OUTCOMES = {"reached": N_("reached"), "no_answer": N_("no answer"), "refused": N_("refused")}
RATINGS = {
    5: N_("very satisfied"),
    4: N_("satisfied"),
    3: N_("fairly satisfied"),
    2: N_("dissatisfied"),
    1: N_("very dissatisfied"),
}
EVENTS = {
    "log": N_("logged"),
    "answer": N_("answered on the spot"),
    "sort": N_("sorted"),
    "reply": N_("reply to the caller"),
    "attempt": N_("could not reach the caller"),
    "notify": N_("one-time notification"),
    "receive": N_("materials taken in"),
    "slip": N_("notification slip made"),
    "receipt": N_("receipt made"),
    "wait": N_("waiting for the caller"),
    "resume": N_("resumed"),
    "transfer": N_("transferred"),
    "refer": N_("referred"),
    "return": N_("returned"),
    "ask_extension": N_("extension asked for"),
    "extend": N_("extended"),
    "refuse_extension": N_("extension refused"),
    "complete": N_("completed"),
    "decline": N_("declined"),
    "follow_up": N_("follow-up"),
    "reopen": N_("reopened"),
    "remind": N_("reminder"),
    "reveal": N_("whole number looked at"),
    "recalculate": N_("due time reckoned anew"),
}
