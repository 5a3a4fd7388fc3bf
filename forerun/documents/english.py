"""English words of the grammar, lower case, hyphens written as blanks.  Names of things are catalog data."""

from __future__ import annotations

from collections.abc import Mapping

from forerun.documents.roles import Role, phrases, words

_VERBS_UP = words(
    """
    grow grew grown growing growth rise rose risen rising increase increased increasing gain gained
    climb climbed expand expanded expanding jump jumped surge surged up higher advance advanced
    accelerate accelerated accelerating soared soar added faster quicker expansion
    """
)
_VERBS_DOWN = words(
    """
    fall fell fallen falling decline declined declining decrease decreased decreasing drop dropped
    dropping down lower shrink shrank contracted contract contraction slip slipped slid slow slowed
    slower narrow narrowed reduced edged
    """
)
_EARLIER = phrases(
    """
    the same period last year|the same period of last year|the same period of the previous year|
    a year earlier|a year ago|the same period a year earlier|last year|the previous year|
    the same month last year|the same month of last year|the year before|
    the same month of the previous year|a year before|one year earlier|
    the corresponding period of the previous year|
    the corresponding period last year|the same period in the previous year
    """
)
_MONTH_EARLIER = phrases(
    """
    last month|the previous month|a month earlier|the month before|the previous quarter|last quarter
    """
)
_YEAR_END = phrases(
    """
    the end of last year|the end of the previous year|the beginning of the year|
    the end of the year before
    """
)


def _compared(periods: tuple[str, ...]) -> tuple[str, ...]:
    before = phrases(
        """
        from|over|than|compared with|compared to|against|versus|than in|from that of|that of|on|
        than that of
        """
    )
    return tuple(f"{each} {period}" for each in before for period in periods)


def _than_a_year_ago(how: str) -> tuple[str, ...]:
    years = phrases("a year earlier|a year ago|a year before|one year earlier")
    return tuple(f"{more} than {year}" for more in phrases(how) for year in years)


def _verbs_to(verbs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{verb} to" for verb in verbs)


WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.UP: (*_VERBS_UP, "went up", "rise by", "moved up", "newly", *_than_a_year_ago("more|higher")),
    Role.DOWN: (
        *_VERBS_DOWN,
        *phrases("went down|negative growth|edged down|moved down"),
        *_than_a_year_ago("less|fewer|lower"),
    ),
    Role.FLAT: phrases("unchanged|flat|remained unchanged|remained flat|was flat|zero growth|the same as"),
    Role.TURNED_UP: phrases(
        """
        turned positive|turned from negative to positive|returned to growth|
        turned from decline to growth
        """
    ),
    Role.TURNED_DOWN: phrases(
        """
        turned negative|turned from positive to negative|turned from growth to decline
        """
    ),
    Role.YEAR_ON_YEAR: (
        *phrases("year on year|year over year|yoy|y o y|y/y|annually|annual"),
        *_compared(_EARLIER),
    ),
    Role.MONTH_ON_MONTH: (
        *phrases("month on month|month over month|mom|m/m|quarter on quarter"),
        *_compared(_MONTH_EARLIER),
    ),
    Role.SINCE_YEAR_END: _compared(_YEAR_END),
    Role.AVERAGE: phrases(
        """
        two year average|average two year|on average|average annual|annual average|averaging|averaged|
        average
        """
    ),
    Role.THAN: phrases("than|compared with|compared to|against|versus|relative to"),
    Role.RATE: phrases("growth rate|growth rates|rate of growth|pace of growth|rate of increase"),
    Role.RATE_OF_FALL: phrases("rate of decline|rate of decrease|pace of decline"),
    Role.IS: phrases(
        """
        was|were|is|are|be|been|reached|reach|reaching|stood at|stands at|standing at|came in at|
        totaled|totalled|totaling|totalling|hit|amounted to|had|has|have|recorded|registered|posted|
        achieved|came to|generated|earned|realized|realised|being|at|putting|completed|saw|see|kept|
        showing|with|complete|completes|achieve|achieves|realise|realize
        """
    ),
    Role.BUILT: phrases(
        """
        built|build|building|set up|constructed|opened|put into operation|put into service|installed
        """
    ),
    Role.TO: (
        *_verbs_to(_VERBS_UP),
        *_verbs_to(_VERBS_DOWN),
        *phrases("to|went up to|went down to|edged up to|edged down to|up to|bringing to"),
    ),
    Role.FROM: ("from",),
    Role.SHARE: phrases(
        """
        accounting for|accounted for|accounts for|account for|made up|making up|representing|
        represented|share of|share|proportion|proportion of|taking up|as a share of
        """
    ),
    Role.WORLD: phrases(
        """
        the global total|global total|globally|the world's total|the world|worldwide|global|
        internationally|world
        """
    ),
    Role.OF: phrases("out of|out of the|among the|among"),
    Role.EACH: phrases("respectively|separately"),
    Role.PER: phrases("out of every|in every|per capita|per head"),
    Role.INCLUDING: phrases("including|inclusive of"),
    Role.AMONG: phrases("of which|among which|among them|of this|of these|of them|of the total"),
    Role.A_YEAR_EARLIER: _EARLIER,
    Role.A_MONTH_EARLIER: phrases("last month|the previous month|a month earlier"),
    Role.EXPECTED: phrases(
        """
        expected to|is expected to|expected|will|would|forecast|forecast to|projected to|projected|
        are seen|is seen|seen to|are set to|is set to|set to|poised to|on track to|
        estimated|it is estimated|likely to|could|might|is likely to|shall|should
        """
    ),
    Role.AIMED: phrases(
        """
        aims to|aim to|aims for|target|targets|targeted|strive to|strives to|goal|plan to|plans to|
        seek to|aiming to|strive for|strives for|striving for|striving to
        """
    ),
    Role.CONTRIBUTION: phrases(
        """
        contributed|contributing|contribution|contribution rate|drove|driving|pulled up|boosted
        """
    ),
    Role.ABOVE: phrases("above|higher than|faster than|more than that"),
    Role.BELOW: phrases("below|lower than|slower than"),
    Role.TOTAL: phrases(
        "year to date|ytd|accumulatively|cumulative|cumulatively|accumulated|in total|combined"
    ),
    Role.SINGLE: phrases("in the month|that month"),
    Role.MORE: phrases(
        """
        more than|over|exceeding|exceeded|exceed|exceeds|surpassed|surpassing|surpass|surpasses|in excess of|
        topped|topping|top|tops|upwards of|break through|breaks through|broke through|breaking through
        """
    ),
    Role.AT_LEAST: phrases(
        "at least|no less than|not less than|no fewer than|not fewer than|a minimum of|or more|and above"
    ),
    Role.LESS: phrases("less than|fewer than|under|short of"),
    Role.AT_MOST: phrases("at most|no more than|not more than|or less"),
    Role.ABOUT: phrases("about|around|approximately|nearly|almost|roughly|some|close to|or so"),
    Role.JOIN: phrases("and|as well as|while|whereas|&"),
    Role.WHOLE: phrases(
        """
        large scale enterprises|large scale industrial enterprises|major industrial enterprises|
        industrial enterprises above designated size|industrial enterprises above the designated size|
        industrial enterprises|industries above designated size|enterprises above designated size|
        above designated size|all industry
        """
    ),
    Role.LOCAL: phrases(
        """
        the province|the province's|the city|the city's|the municipality|the whole province
        """
    ),
    Role.BY: ("by",),
    Role.HOME: phrases(
        """
        my country|my country's|our country|our country's|
        national|nationwide|nationally|the country|the country's|the nation|the nation's|
        across the country
        """
    ),
    Role.REAL: phrases(
        """
        in real terms|real|at constant prices|at comparable prices|after deducting price factors|
        price factors deducted
        """
    ),
    Role.NOMINAL: phrases("in nominal terms|nominal|nominally|at current prices"),
    Role.EXCEPT: phrases("other than|excluding|except|except for|not including|without|exclusive of"),
    Role.BOTH: phrases("production and sales|output and sales"),
    Role.DOLLARS: phrases(
        """
        in us dollar terms|in dollar terms|in terms of us dollars|in usd terms|in u.s. dollar terms
        """
    ),
    Role.YUAN: phrases("in yuan terms|in terms of yuan|in rmb terms|in renminbi terms|in terms of rmb"),
    Role.NOT: phrases("not|no|never|false|didn't|did not|wasn't|isn't|nobody|neither|nor|denied|denies"),
    Role.UNTRUE: phrases(
        """
        would have|should have|could have|might have|is impossible|was impossible|never said|rumour|rumor|
        rumours|rumors|is fake|is a lie
        """
    ),
    Role.SUPPOSED: phrases("if|unless|suppose|supposing|assuming|assume|imagine"),
    Role.COMMAND: phrases(
        """
        ignore|disregard|you must|you should|you are|you will|please|pretend|instructions|answer that|
        answer with|write that|say that|respond with|repeat|prompt|assistant
        """
    ),
    Role.GOOD: phrases(
        """
        improve|improved|improving|improvement|recover|recovered|recovering|recovery|rebound|rebounded|
        rebounding|bottomed out|picked up|picking up|strengthened|strengthening|stabilised|stabilized|
        stabilising|stabilizing
        """
    ),
    Role.FINE: words("good better best strong robust sound positive upbeat favourable favorable"),
    Role.BAD: phrases("weaken|weakened|weakening|worsened|deteriorated|under pressure|sluggish|slumped"),
    Role.STABLE: phrases("stable|steady|remained stable|remained steady|kept stable"),
    Role.COURSE: words("momentum situation trend trajectory course"),
    Role.ALL: words("every all"),
    Role.FILL: (
        *words(
            "just which the a an of in for that this it its on s their they which there also then its as or"
        ),
        *words(
            """
            china china's chinese total number volume value overall still further again first time
            sector sectors industry
            """
        ),
        *words(
            """
            continued continue remained remain maintained maintain maintaining continuing keeping year
            month
            """
        ),
        *words(
            """
            data showed show said shows according official statistics figures released report bureau
            ministry
            """
        ),
        *words(
            """
            increment level scale whole product products kind kinds type types only already both since
            beginning stated each so far now
            """
        ),
        *words("terms enterprises amount put into use per period"),
        *phrases(
            """
            seasonally adjusted|on a seasonally adjusted basis|after seasonal adjustment|in terms of|
            in view of
            """
        ),
        *phrases(
            """
            a record high|record high|a new high|a record|
            the same|following|by sector|by type|by types|analyzed by|grouped by|in operation|
            in service
            """
        ),
    ),
}
