"""The words of the counts page for what explain.py says on the command line, in the reader's language."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "party_unsaid": _("who did it is not identified in one of them"),
    "parties_may_act_together": _("the parties named may have acted together"),
    "place_unsaid": _("the place of the event is not said in one of them"),
    "times_overlap": _("their times overlap or are not the event's own"),
    "continuing": _("one of the acts can last and move from place to place, or its kind is not said"),
    "people_may_be_the_same": _("the people described may be the same"),
    "acts_may_be_of_one_event": _("several acts may be of one event"),
}
OPEN = {
    "party": _("by whom"),
    "place": _("where"),
    "time": _("when"),
    "act": _("what was done"),
    "people": _("to whom"),
}
AT_ODDS = {
    "parts": _("These are said to be parts of one total, and are more than it."),
    "register": _("One of these says that there were no others, and the others are more."),
    "apart": _("These are said to overlap, and to be of others."),
    "elsewhere": _("These are said to overlap, and differ in where, when, by whom or to whom."),
    "person": _("These were linked as of one person, whose sex, age or death they contradict."),
    "allies": _("This has parties act together that are said to be at war."),
    "not_there": _("This names a party that is said not to have been there then."),
}
SHOWN = {
    "apart": _("That this is of others than those that may be of the same people:"),
    "party": _("That this was by the party asked about:"),
    "place": _("That this was in the place asked about:"),
    "time": _("That this was in the time asked about:"),
    "act": _("That this was of the acts asked about:"),
    "people": _("That this happened to the people asked about:"),
}
VARIANT = {
    "latent-class": _("latent classes"),
    "latent-class, 5 classes at most": _("latent classes, 5 at most"),
    "graphs": _("graphs"),
    "graphs, no limit": _("graphs, no limit"),
    "graphs, flat prior": _("graphs, flat prior"),
    "graphs, prior weight ½": _("graphs, prior weight ½"),
    "latent-class, pooled": _("latent classes, parts learning from each other"),
    "graphs, pooled": _("graphs, parts learning from each other"),
    "loglinear": _("log-linear"),
    "loglinear, pairs alone": _("log-linear, pairs alone"),
    "loglinear, stepwise": _("log-linear, stepwise"),
    "chao": _("Chao's lower bound"),
    "mixed": _("the models mixed, none preferred"),
}
