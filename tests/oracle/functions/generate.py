"""The crossing: small expressions with small values, by the sort of function. record.py asks Helm what they give."""
import itertools
import random

# Values of every kind that a template can hold; the name of the kind stands before those that are of it.
VALUES = {
    "nil": ["nil", ".Values.missing"],
    "bool": ["true", "false"],
    "int": ["3", "0", "-2", "'x'"],
    "int64": ["(int64 7)"],
    "float64": ["1.5", "2.0", ".Values.big"],
    "string": ['""', '"abc"', '"é☺b"', '"12"', '"-1.5"', '"1.2.3"', '"2024-02-29"', '"1h30m"', '"a,b"'],
    "list": ["(list)", '(list 1 "a" nil)', ".Values.list"],
    "typed list": ['(splitList "," "a,b")', "(until 2)", "(chunk 1 (list 1 2))"],
    "map": ["(dict)", '(dict "a" 1)', ".Values.map", '(split "," "a,b")', ".Values"],
    "bytes": ['(.Files.GetBytes "f.txt")'],
    "time": ['(toDate "2006" "2024")'],
    "duration": ['(mustToDuration "90s")'],
    "object": ['(semver "1.2")', ".Chart", ".Release", ".Files", ".Capabilities", ".Capabilities.APIVersions",
               ".Capabilities.KubeVersion"],
    "named number": ['(semver "1.2").Major', '(toDate "2006" "2024").Month', '(index (.Files.GetBytes "f.txt") 0)'],
}
ALL = [value for values in VALUES.values() for value in values]
# One of each kind, for what is crossed with itself.
FEW = ["nil", "true", "3", "0", "-2", "(int64 7)", "1.5", '""', '"abc"', '"12"', "(list)", '(list 1 "a" nil)', "(until 2)", "(dict)",
       '(dict "a" 1)', '(split "," "a,b")', '(.Files.GetBytes "f.txt")', '(toDate "2006" "2024")', '(mustToDuration "90s")',
       '(semver "1.2")', '(semver "1.2").Major', '(toDate "2006" "2024").Month', ".Values.missing", ".Values.big", ".Files", ".Capabilities",
       ".Capabilities.KubeVersion"]


def quoted(text):
    """The text as a template writes it."""
    out = '"'
    for letter in text:
        if letter in '"\\':
            out += "\\" + letter
        elif letter == "\n":
            out += "\\n"
        elif letter == "\t":
            out += "\\t"
        elif ord(letter) < 32 or ord(letter) == 127:
            out += "\\x%02x" % ord(letter)
        else:
            out += letter
    return out + '"'


def calls(name, *columns, form="%s"):
    for row in itertools.product(*columns):
        yield name, form % " ".join((name,) + row)


def comparisons():
    values = FEW + ['"b"', "2", "2.0", "-1.5", "false", "'x'", "(list 1)", "(index (.Files.GetBytes \"f.txt\") 0)",
                    '(toDate "2006" "2024").Weekday', '(toDate "2006" "2023")']
    for name in ["eq", "lt"]:
        yield from calls(name, values, values)
    chance = random.Random(1)
    for name in ["ne", "le", "gt", "ge", "deepEqual"]:
        for _ in range(220):
            yield name, "%s %s %s" % (name, chance.choice(values), chance.choice(values))
    for _ in range(120):
        yield "eq", "eq " + " ".join(chance.choice(values) for _ in range(chance.choice([3, 4])))
    for name in ["and", "or"]:
        for _ in range(60):
            yield name, "%s %s" % (name, " ".join(chance.choice(values) for _ in range(chance.choice([2, 3]))))


def printing():
    verbs = "v d s q x X t T f F e E g G b o O c U p w z %".split()
    for verb in verbs:
        yield from calls("printf", ['"%%%s"' % verb], ALL)
    flagged = ["+%s", "#%s", "-8%s|", "08%s", " %s", "12%s", ".2%s", "+#x%s"[:2] + "%s", "#+08.3%s", "- 9.1%s|", ".%s", "0-7%s|", "20.12%s",
               "+.3%s", "# %s"]
    values = ["true", "3", "-2", "0", "255", "(int64 -7)", "1.5", "-0.0", "1e21", "1e-7", "100000.0", "(float64 \"inf\")", "(float64 \"nan\")",
              '""', '"abc"', '"é☺b"', '"a`\\"\\n\\x01\\xff"', "'☺'", "nil", '(list 1 "a" 1.5)', '(dict "a" 1 "b" nil)', "(until 2)",
              '(.Files.GetBytes "b.bin")', '(toDate "2006" "2024")', '(mustToDuration "90s")', '(semver "1.2")', '(semver "1.2").Major',
              '(toDate "2006" "2024").Month', '(list (list nil "x") (dict))', '(splitList "," "a,b")', '(split "," "a")']
    for flags in flagged:
        for verb in "vdsqxXfegbocUtG":
            row = values if verb in "vdsqxg" else values[:16] + values[20:24]
            for value in row:
                chance = random.Random(flags + verb + value)
                if chance.random() < 0.62:
                    yield "printf", 'printf "%%%s" %s' % (flags % verb, value)
    odd = ["%", "%!", "a%", "%d %d", "%[2]d %[1]d", "%[3]d", "%[0]d", "%[x]d", "%[2]", "%[", "%[1]", "%*d", "%-*d|", "%.*f", "%[2]*[1]d", "%[1]*d",
           "%2147483648d", "%1000001d", "%.1000001f", "%d%%", "%é", "%v %v %v", "no", "%.3", "%6.2f|%-6.2f|%06.2f", "%+v %#v", "%x %X", "%c%c",
           "%[1]v %[1]T", "%[1]d %d", "%.[2]*[1]f", "%!d", "% d", "%0d", "%w", "%-010d|", "%+q", "%#q", "%#U", "%+.2e", "%08b", "%#o %O", "%t",
           "%5t|", "%-7v|", "%07v", "%.2v", "%5.1v|", "%3c|", "%-3c|", "%03c", "%.0s|", "%.1s|", "%q", "%5q|", "%x", "% x", "%# x", "%#v"]
    rows = ["", "3", "3 4", '"a"', '"a" 3', "1.5 2", "nil nil", "3 1.5", '(list 1) 2 "x"', "true"]
    for text in odd:
        for row in rows:
            yield "printf", 'printf %s %s' % (quoted(text), row) if row else 'printf %s' % quoted(text)
    for name in ["print", "println"]:
        yield from calls(name, FEW, ['"x"', "1", "nil", "(list 1)"])
    numbers = ["0.1", "1e6", "1e20", "1e21", "123456789.0", "1e-4", "1e-5", "0.000001", "12345678901234567890.0", "5e-324", "1.7976931348623157e308",
               "0.30000000000000004", "100.0", "-0.0", "1e5", "21e20", "0x1p-2", "3.0", "1e100", "9007199254740993.0"]
    for number in numbers:
        for name in ["print", "toString", "toJson", "toYaml", "int64", "int", "quote", "ceil", "floor", "toRawJson", "float64", "add1", "add1f"]:
            yield name, "%s %s" % (name, number)
        yield "round", "round %s 2" % number
        yield "toToml", 'toToml (dict "a" %s)' % number


def indexing():
    holders = ["(list 1 2 3)", '(list (list 1 2) "ab")', '(dict "a" (dict "b" 1))', '"abc"', "(until 3)", '(split "," "a,b")', ".Values", ".Values.list",
               ".Files", ".Chart", '(.Files.GetBytes "f.txt")', "nil", ".Values.missing", "3", '(toDate "2006" "2024")', ".Capabilities.APIVersions",
               ".Capabilities", ".Release", '(semver "1.2")', "(chunk 1 (list 1 2))"]
    keys = ["0", "1", "-1", "9", '"a"', '"_1"', '"zz"', "nil", "1.0", "true", "(int64 1)", ".Values.missing", '(semver "1.2").Major', "'\\x01'",
            '(list 0)', '"map"', '"Name"', ".Values.number"]
    yield from calls("index", holders, keys)
    yield from calls("index", holders[:8], ["0", '"a"', "1", '"map"'], ["0", '"b"', "nil", "5"])
    yield from calls("index", holders)
    for name in ["slice", "mustSlice"]:
        yield from calls(name, holders[:11], ["0", "1", "3", "-1", '"2"', "nil", "1.9"])
        yield from calls(name, holders[:3] + ["(until 3)"], ["0", "1", "2"], ["1", "2", "3", "4", "-1", '"x"'])
    for name in ["first", "last", "rest", "initial", "reverse", "uniq", "compact", "keys", "values", "len", "empty", "toStrings", "sortAlpha", "toJson",
                 "typeOf", "kindOf", "not", "html", "js", "urlquery", "join \"-\"", "has 1", "without", "concat", "toYaml", "toString"]:
        for value in ALL + holders:
            yield name.split()[0], "%s %s" % (name, value)


def versions():
    numbers = ["1.2.3", "v1.2.3", "1.2", "1", "1.2.3-rc.1", "1.2.3-alpha", "1.3.0-0", "2.0.0", "0.0.1", "0.2.9", "1.2.3+b1", "1.10.0", "10.0.0-rc1", "0.0.0"]
    ranges = ["1.2.3", "=1.2.3", "!=1.2.3", ">1.2.3", "<1.2.3", ">=1.2", "<=1.2", "=>1.2.3", "=<1.2.3", "~1.2.3", "~1.2", "~1", "~>1.2", "^1.2.3", "^0.2", "^0.0.1",
              "^0", "^0.0", "~0", "1.x", "1.2.x", "1.2.*", "x", "*", "X", "1.X", ">1.x", "<1.x", ">=1.2.x", "!=1.x", ">=1.2.3-0", "^1.2.3-0", "~1.2.3-alpha",
              "<2-0", ">1.2.3 <2", ">1.2.3, <2", ">=1 || <0.1", "1 - 2", "1.2 - 1.4.x", "1.2.3-alpha - 2", "<0.1 || >=1.2 <1.10", ">= 1.2", " 1.2.3 ", "v1.2",
              "^v1", "=v1.2.3", "1.2.3-rc.1", ">1.2.3-rc.1", "<1.2.3-rc.1", "1.2.3+b1", "^1.2.3+b1", "<=1.2.3-rc.1", ">=0", ">0", "!=0", "~*", "^*", ">*", "<*", ">=*",
              "!=*", "0.x", "~0.2", "=*"]
    yield from calls("semverCompare", [quoted(text) for text in ranges], [quoted(text) for text in numbers])
    bad = ["", " ", "a", "1.2.3.4", ">>1", "1..2", "1.2.", ">", "1 -", "||", "1 ||", "|| 1", "1 || || 2", "1,,2", "1 2", "01.2.3", "1.02", "1.2.3-01", "1.2.3-", "1.2.3+", "-1",
           "1.2.3_4", "99999999999999999999", "1.99999999999999999999.0", "v", "vv1", "V1.2", "1.2.3-a..b", "1.2.3-é", "latest", "1.x.3", "x.1", "1.2.3 foo", ">= 1.2 < 2", "1-2", "1 -2",
           "1.2.3 -1.2.4", "=", "==1", "~~1", "^^1", ">=1.2.3||<1", "1|2", "1.2.3-0a", "\n1", "1\n", "1.2.3-rc 1", ">1.2.3-", "1.2.3/4"]
    for text in bad + numbers:
        yield "semver", "semver %s" % quoted(text)
        yield "semverCompare", 'semverCompare ">=1" %s' % quoted(text)
        yield "semverCompare", 'semverCompare %s "1.2.3"' % quoted(text)
    for method in ["Major", "Minor", "Patch", "Prerelease", "Metadata", "Original", "String", "IncMajor", "IncMinor", "IncPatch", "MarshalText", "MarshalJSON", "Value", "Nope",
                   "Compare", "Equal", "SetMetadata \"x\"", "SetPrerelease \"é\"", "SetPrerelease \"rc.1\"", "SetMetadata \"01\"", "SetPrerelease \"01\"", "Equal nil",
                   "LessThanEqual (semver \"1.2.3\")", "Scan \"1\"", "UnmarshalText nil"]:
        for text in ["1.2.3-rc.1+b", "v1", "0.0.0"]:
            yield "semver", "(semver %s).%s" % (quoted(text), method)
    for one, two in itertools.product(numbers, ["1.2.3", "1.2.3-rc.1", "1.2.3-rc.2", "1.2.3-1", "1.2.3-alpha.beta", "1.3"]):
        yield "semver", "(semver %s).Compare (semver %s)" % (quoted(one), quoted(two))


def times():
    layouts = ["2006-01-02T15:04:05Z07:00", "Mon, 02 Jan 2006 15:04:05 MST", "Monday January 2 2006", "Jan _2 06 3:04PM", "02/01/06 03:04:05.000 pm", "15h04m05.999s -0700",
               "2006 002 __2", "Z0700 Z07 -07 -07:00:00", "05.000000 05,999999999", "1/2/3/4/5/06", "20060102150405", "é 2006", "", "x", "_2006 Janu Mond", ".000.999", "2006-1-2 3:4:5", "MST", "PM pm Pm",
               "January", "Monday", "Mon Jan"]
    moments = ["0", "1", "-1", "1700000000", "951782400", "4102444800", "-62135596800", "253402300800", "1e9", '(toDate "2006-01-02T15:04:05Z07:00" "2024-02-29T23:59:59.123456789+05:30")',
               '(toDate "2006-01-02 MST" "2021-07-04 EST")']
    zones = ["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "Nope/Zone", "", "Local", "EST", "Etc/GMT+5"]
    yield from calls("date", [quoted(text) for text in layouts], moments)
    for number, (layout, moment, zone) in enumerate(itertools.product(layouts[:4], moments, zones)):
        if number % 2 == 0:
            yield "dateInZone", "dateInZone %s %s %s" % (quoted(layout), moment, quoted(zone))
    for name in ["htmlDate", "unixEpoch", "htmlDateInZone"]:
        for moment in moments:
            yield name, "%s %s%s" % (name, moment, ' "Asia/Tokyo"' if name == "htmlDateInZone" else "")
    texts = ["2024-02-29", "2023-02-29", "24-1-1", "2024-02-29T10:11:12Z", "2024-02-29T10:11:12+05:30", "2024-02-29T10:11:12.5Z", "2024-02-29 10:11", "29 Feb 2024", "Thu, 29 Feb 2024 10:11:12 GMT",
             "10:11PM", "10:11pm", "", "x", "20240229101112", "2024 060", "2024-13-01", "2024-12-32", "12:60", "24:00", "0000-01-01", "9999-12-31", "Feb 29 24 1:02AM", "Thursday February 9 2024"]
    shapes = ["2006-01-02", "2006-1-2", "06-1-2", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04", "02 Jan 2006", "Mon, 02 Jan 2006 15:04:05 MST", "03:04PM", "3:04pm", "20060102150405", "2006 002", "15:04", "",
              "Jan _2 06 3:04AM", "Monday January 2 2006"]
    yield from calls("mustToDate", [quoted(text) for text in shapes], [quoted(text) for text in texts])
    for shape, text in zip(itertools.cycle(shapes), texts):
        yield "toDate", "toDate %s %s" % (quoted(shape), quoted(text))
    spans = ["1h", "-1.5h", "90m", "1h1m1s", "0", "1ns", "1us", "1µs", "1μs", "1ms", ".5s", "1.", "", "x", "1", "1d", "+5m", "--1s", "1h-1m", "2562047h47m16.854775807s", "2562048h", "-2562047h47m16.854775808s", "1e3s",
             "1 s", " 1s", "1s ", "1m30", "0.000000001s", "0.0000000001s", "1.0000000005s", "9223372036854775807ns", "9223372036854775808ns", "3000000000", "1.5", "-90", "1_000", "0x10", "NaN", "1H"]
    names = ["mustToDuration", "duration", "durationRound", "durationSeconds", "durationMilliseconds", "durationMicroseconds", "durationNanoseconds", "durationMinutes", "durationHours", "durationDays",
             "durationWeeks"]
    yield from calls(*[names[0], [quoted(text) for text in spans]])
    for name in names[1:]:
        yield from calls(name, [quoted(text) for text in spans[::2]])
        yield from calls(name, ["90", "-90", "1.5", "(int64 86400)", '(mustToDuration "36h")', "1e9", "9223372036", "1e10", "true"])
    for name in ["durationRoundTo", "durationTruncateTo"]:
        yield from calls(name, ['"1h29m59.5s"', '"-1h30m"', "90", '"2562047h"', '"500ms"'], ['"1h"', '"1m"', '"7s"', "0", '"-1s"', '"x"', '"1ns"', "2.5", '"2000000h"'])
    for name in ["dateModify", "mustDateModify", "date_modify", "must_date_modify"]:
        yield from calls(name, [quoted(text) for text in spans[:14]], moments[-2:])
    methods = ["Hours", "Minutes", "Seconds", "Milliseconds", "Microseconds", "Nanoseconds", "String", "Abs", 'Round (mustToDuration "1m")', 'Truncate (mustToDuration "1m")', "Round 3", "Nope",
               'Round (mustToDuration "0s")', 'Truncate (mustToDuration "-1s")', "Round", "Truncate 1 2"]
    for method, span in itertools.product(methods, ["90.5s", "-90.5s", "0s", "-2562047h47m16.854775808s"]):
        yield "mustToDuration", '(mustToDuration "%s").%s' % (span, method)
    methods = ["Year", "Month", "Day", "Hour", "Minute", "Second", "Nanosecond", "Weekday", "YearDay", "Unix", "UnixMilli", "UnixMicro", "UnixNano", "String", "IsZero", "UTC", "Local", "Location", "ISOWeek", "Date",
               "Clock", "Zone", "GoString", "IsDST", "Nope", 'Format "2006"', "Format", "Format 1", "AddDate 1 -2 3", "AddDate 1", 'Add (mustToDuration "1h")', "Add 1", "Sub .", "Month.String", "Weekday.String",
               "Location.String", 'Truncate (mustToDuration "24h")', 'Round (mustToDuration "24h")', 'AppendFormat nil "2006"', "MarshalJSON", "MarshalText", "ZoneBounds", "GobEncode"]
    for method, moment in itertools.product(methods, moments[-2:]):
        yield "toDate", "(%s).%s" % (moment[1:-1], method)
    for moment in moments[-2:]:
        for name in ["toJson", "toYaml", "toString", "quote", "int64", "empty", "typeOf", "kindOf", "toStrings", "deepCopy", "print", "default 1"]:
            yield name.split()[0], "%s %s" % (name, moment)
    odd_years = ['(toDate "2006" "9999").AddDate 1 0 0', '(toDate "2006" "0000").AddDate -1 0 0']
    for year, form in itertools.product(odd_years, ["%s", "%s | toJson", "mustToJson (%s)", "toYaml (list (%s))", "mustToYaml (%s)", "toToml (dict \"a\" (%s))", "(%s).MarshalJSON", "(%s).MarshalText", "(%s).AppendText nil",
                                                    "(%s).MarshalBinary", "printf \"%%v %%#v\" (%s) (%s)"]):
        yield "toDate", form.replace("%s", year) if "%%" not in form else form.replace("%s", year).replace("%%", "%")
    for zone in ["nil", '(toDate "2006-01-02T15:04:05Z07:00" "2024-02-29T23:59:59+05:30").Location', '(toDate "2006" "2024").Location']:
        yield "toDate", '((toDate "2006-01-02" "2024-02-29").In (%s)).Format "15:04 Z07:00"' % zone if zone != "nil" else '(toDate "2006-01-02" "2024-02-29").In nil'


def patterns():
    expressions = ["", "a", "a*", "a+?", "(a)(b)?", "^a", "b$", "[a-c]+", "[^a]", ".", "\\d+", "\\W", "\\s", "\\bx", "\\B", "(?i)A", "(?s).+", "(?m)^.", "a|b|", "(?:ab)+", "(?P<n>a)", "\\pL", "\\p{Greek}",
                   "\\PN", "[[:upper:]]", "[[:^alpha:]]", "a{2}", "a{1,}", "a{0,2}?", "x{,2}", "\\x61", "\\Qa.\\E", "\\Aa", "a\\z", "[]a]", "[a\\]]", "[\\d-]", "é", "[é☺]", "(|a)*", "(a*)*", "(a|b)*?", "\\.",
                   "$^", "(?U)a+", "\\n", "[\\s\\S]", "\\x{e9}", "\\101", "\\a", "a\\b", "\\p{Lu}", "\\p{^Lu}", "(?i)é", "(?i)K", "(?i)ſ", "[[:word:]]", "\\C"]
    texts = ["", "a", "aab xa", "ABC abc 123", "é☺\nabé", "a.b]c-d"]
    quoted_texts = [quoted(text) for text in texts]
    for number, expression in enumerate(expressions):
        for text in quoted_texts:
            yield "regexFindAll", "regexFindAll %s %s -1 | toJson" % (quoted(expression), text)
            yield "regexReplaceAll", 'regexReplaceAll %s %s "<$0$1>"' % (quoted(expression), text)
            yield "regexSplit", "regexSplit %s %s -1 | toJson" % (quoted(expression), text)
        text = quoted_texts[2 + number % 4]
        yield "regexMatch", "regexMatch %s %s" % (quoted(expression), text)
        yield "regexFind", "regexFind %s %s" % (quoted(expression), text)
        yield "regexReplaceAllLiteral", 'regexReplaceAllLiteral %s %s "$0"' % (quoted(expression), text)
        yield "mustRegexFindAll", "mustRegexFindAll %s %s 2 | toJson" % (quoted(expression), text)
        yield "mustRegexSplit", "mustRegexSplit %s %s 2 | toJson" % (quoted(expression), text)
        yield "regexQuoteMeta", "regexQuoteMeta %s" % quoted(expression)
    bad = ["(", ")", "[", "]", "*", "+", "?", "a**", "a{2,1}", "a{1001}", "(?P<n", "(?P<>a)", "(?<1a>b)", "(?i", "(?-i", "(?x)a", "(?<=a)", "(?!a)", "\\", "\\y", "\\8", "\\p", "\\pQ", "\\p{Nope}", "[[:nope:]]", "[b-a]",
           "[a", "[\\", "\\x{110000}", "\\xg", "(a", "a)", "((a)", "(?P=n)", "(?P<a>.)(?P<a>.)", "a{1000}{1000}", "\\Qa", "\\Ea", "{", "}", "a{,5}", "a{1", "x{2}{3}", "(?#c)", "\\k<n>", "\\G", "\\K", "\\R", "\\X", "\\h",
           "\\cA", "\\e", "(*)", "|*", "^*", "$+", "[a-\\d]", "[--a]", "[]", "[^]", "[^]a]", "a|*", "(|*)", "(?i)(?", "\\Z", "(?:", "\\0", "\\07", "\\400"]
    for expression in bad:
        yield "mustRegexMatch", 'mustRegexMatch %s "ab"' % quoted(expression)
        yield "regexMatch", 'regexMatch %s "ab"' % quoted(expression)
        yield "regexFind", 'regexFind %s "a]b{}"' % quoted(expression)
        yield "mustRegexReplaceAll", 'mustRegexReplaceAll %s "ab" "-"' % quoted(expression)
    for replacement in ["$", "$$", "$1", "${1}", "$1x", "${1}x", "$n", "${n}", "${", "${}", "$-", "$10", "$01", "\\1", "$é", "${é}", "$_", "$1$2", "a$", "${1", "$ 1", "$$1", "$0x"]:
        for name in ["regexReplaceAll", "mustRegexReplaceAll", "regexReplaceAllLiteral"]:
            yield name, '%s "(?P<n>a)(b)?" "xab-a" %s' % (name, quoted(replacement))


def texts():
    words = ["", " ", "a", "Hello World", "foo_bar-baz.qux", "HTTPServer2Go", "éÉ ß ǆ", "日本 go", " \t x\n", "x\r\ny", "a\u00a0b", "\x00\x1f\x7f", "I'm \"q\"", "ﬁ İi", "aaa", "1.5e3", "<a href=\"x\">&amp;'</a>",
             "\u2028\u2029", "100% of $x", "k=v; a/b?c#d e+f", "\ufeffz", "😀👍🏽"]
    one = ["upper", "lower", "title", "untitle", "swapcase", "snakecase", "camelcase", "kebabcase", "initials", "nospace", "trim", "quote", "squote", "html", "js", "urlquery", "b64enc", "b32enc", "sha1sum", "adler32sum",
           "sha256sum", "toString", "toJson", "toRawJson", "toYaml", "print", "len", "int", "float64", "atoi", "toDecimal", "base", "dir", "ext", "clean", "isAbs", "regexQuoteMeta", "b64dec", "b32dec", "osBase", "toPrettyJson"]
    for name in one:
        yield from calls(name, [quoted(word) for word in words])
    two = {"trunc": ["0", "1", "3", "-1", "-3", "99"], "abbrev": ["0", "3", "4", "5", "8"], "indent": ["0", "2"], "nindent": ["0", "3"], "repeat": ["0", "1", "2"], "wrap": ["1", "3", "5"], "substr 1": ["3", "-1"],
           "substr 0": ["0", "2", "40"], "trimAll": ['"a"', '" \\n"', '""'], "trimPrefix": ['"a"', '"é"'], "trimSuffix": ['"a"', '"z"'], "contains": ['""', '"a"', '"é"'], "hasPrefix": ['"a"', '""'], "hasSuffix": ['"a"', '""'],
           "splitList": ['""', '"a"', '" "'], "split": ['"a"', '" "'], "splitn \" \"": ["0", "2"], "replace \"a\"": ['""', '"<>"'], "replace \"\"": ['"-"'], "abbrevboth 1": ["5", "9"], "abbrevboth 5": ["8", "10"], "wrapWith 4": ['"|"', '""'],
           "plural \"one\"": ['"many"']}
    for name, seconds in two.items():
        for second, word in itertools.product(seconds, words):
            last = "(len %s)" % quoted(word) if name.startswith("plural") else quoted(word)
            yield name.split()[0], "%s %s %s" % (name, second, last)
    numbers = ["0", "1", "-1", "7", "-7", "9223372036854775807", "-9223372036854775808", "1.9", "-1.9", '"12"', '"0x10"', '"x"', "1e18", "1e19", "true", "nil", "(int64 5)", '(mustToDuration "1s")']
    for name in ["add", "sub", "mul", "div", "mod", "max", "min", "addf", "subf", "mulf", "divf", "maxf", "minf"]:
        yield from calls(name, numbers, ["3", "-2", "0", "2.5", '"4"', "9223372036854775807"])
    for name in ["seq", "untilStep"]:
        yield from calls(name, ["0", "3", "-2"], ["1", "5", "-5"], ["0", "1", "-1", "2", "7"])
    yield from calls("round", ["1.005", "2.5", "-2.5", "123.456", '"7.77"', "0.05", "1e20"], ["0", "1", "2", "-1", "5"])
    yield from calls("round", ["2.5", "-2.5", "1.45"], ["0", "1"], ["0.5", "0.4", "0.6", "1", "0"])
    yield from calls("ternary", ["1"], ["nil"], ["true", "false"])


def links():
    urls = ["http://h", "https://u:p@h:8080/a/b?q=1&r#f", "/p", "p/q", "//h/p", "mailto:x@y", "urn:a:b", "?q", "#f", "", "http://[::1]:80/x", "http://h/%41%zz", "http://h/a b", "http://h:99999/", "http://h:/", "http://é.org/ü?ü#ü",
            "HTTP://EX.org", "http://u@h", "http://:p@h", "http://u:@h/", "http://h?a=b;c", "file:///etc/x", "C:\\x", "a:b", ":", "://x", "http:///x", "http://h/../a/./b", "http://h//a", "http://%41/", "http://h/%2f", "http://h#a%20b#c",
            "http://h/?#", "git+ssh://u@h:p/x", "http://h\x7f/", "http://h/\x01", "1http://x", "http://[fe80::1%25en0]/", "http://[::1]x/", "http://h:8x/", "oci://r.io/c:1@sha256:ab", "http://h/;p=1", "*"]
    for url in urls:
        yield "urlParse", "urlParse %s | toJson" % quoted(url)
        yield "urlJoin", "urlParse %s | urlJoin" % quoted(url)
        yield "urlquery", "urlquery %s" % quoted(url)
        for name in ["base", "dir", "clean", "ext", "isAbs", "osBase", "osDir", "osClean", "osExt", "osIsAbs"]:
            yield name, "%s %s" % (name, quoted(url))
    for key, value in itertools.product(["scheme", "host", "path", "query", "fragment", "userinfo", "opaque", "x"], ['""', '"a b"', '"/é?#%"', '"a:b"', "1", "nil", '"%41"', '"//x"']):
        yield "urlJoin", 'urlJoin (dict "%s" %s)' % (key, value)
        yield "urlJoin", 'urlJoin (dict "scheme" "s" "host" "h" "%s" %s)' % (key, value)


def written():
    scalars = ["", " ", "a: b", "- a", "#c", "a #b", "yes", "No", "on", "null", "~", "Null", "true", "1", "1.0", "0x1", "0o7", "017", "1e3", ".5", ".inf", "-.Inf", ".nan", "1_000", "12:30", "2024-02-29", "2024-02-29T01:02:03Z", "a\nb", "a\n",
               "\na", " a", "a ", "a\tb", "\t", "'a'", "\"a\"", "a'b", "!t", "&a", "*a", "@a", "`a", "%a", "|", ">", "?", "? a", "-", "--- a", "...", "=", "<<", "{a", "[a", "a]", ",", "a,b", ":", "a:", ":a", "é", "\u0085", "\u2028", "\ufeff", "😀", "\x01",
               "\x7f", "a\n\nb", "  a\n b", "a\r\nb", "x" * 90, "word " * 20, "y", "n", "0", "-0", "+1", "0b1", "0777", "08", "1e", "e1", "1.2.3", "0.", "-", "--", "a\\b", "\\n", "//", "k: v\nl: w\n", "NaN", "nan", "inf", "y: n"]
    for text in scalars:
        for name in ["toYaml", "toJson", "toRawJson", "quote"]:
            yield name, "%s %s" % (name, quoted(text))
        yield "toYaml", 'toYaml (dict "k" (list %s))' % quoted(text)
        yield "toYaml", 'toYaml (dict %s 1)' % quoted(text)
        yield "toToml", 'toToml (dict "k" %s)' % quoted(text)
        yield "toToml", 'toToml (dict %s 1)' % quoted(text)
        yield "toYamlPretty", 'toYamlPretty (dict "k" (list %s))' % quoted(text)
        yield "fromYaml", 'fromYaml (print "k: " %s) | toJson' % quoted(text)
        yield "fromYamlArray", 'fromYamlArray (print "- " %s) | toJson' % quoted(text)
    shapes = ["(list)", "(list (list))", "(list nil)", "(list (list 1 2) (list))", '(dict "a" (list))', '(dict "a" (dict))', '(dict "a" nil "b" (list nil))', '(list (dict "a" 1 "b" (list 1)) (dict))', '(dict "b" 1 "a" (dict "d" 1 "c" (list (dict "x" 1 "y" 2))))',
              '(dict "a" true "b" 1.5 "c" 1e30 "d" -0.0)', '(splitList "," "a,b")', '(dict "10" 1 "9" 2 "a1" 3 "a10" 4 "a2" 5 "A" 6)', '(list (toDate "2006" "2024") (mustToDuration "1s") (semver "1.2"))', '(dict "t" (toDate "2006" "2024"))',
              '(.Files.GetBytes "b.bin")', '(dict "b" (.Files.GetBytes "f.txt"))', '(float64 "nan")', '(dict "a" (float64 "inf"))', '(list (list (dict "a" (list (list 1)))))', "(until 3)", "(chunk 1 (list 1 2))", '(split "," "a,b")', ".Chart", ".Release",
              ".Capabilities.KubeVersion", ".Files", '(dict "a" (dict "b" (dict "c" (dict "d" 1))))', '(list (dict "a" 1) (dict "b" 2))', '(dict "x" (list (dict "a" 1) (dict "b" (dict "c" 2))))', '(dict "x" (list 1 "a" true))', '(dict "x" (list 1 2.5))',
              '(dict "x" (list (list 1) (list "a")))', '(dict "" 1)', '(dict "a.b" (dict "c d" 1))', '(dict "n" 9223372036854775807 "f" 1e15)', ".Values", "1", "nil", "true"]
    for shape in shapes:
        for name in ["toYaml", "mustToYaml", "toYamlPretty", "toJson", "mustToJson", "toRawJson", "toPrettyJson", "mustToPrettyJson", "toToml", "mustToToml", "toString", "quote", "deepCopy", "print", "len", "empty", "typeOf", "kindOf"]:
            yield name, "%s %s" % (name, shape)


def read_back():
    yaml = ["a: 1", "a:", "a: [", "a: {b", "a: b: c", "- a", "a\nb: c", "\ta: 1", "a: 1\na: 2", "a: &x 1\nb: *x", "a: *x", "<<: 1", "a: &x {b: 1}\nc:\n  <<: *x", "a: |\n  x\n  y\n", "a: >-\n  x\n  y\n", "? a\n: b", "1: a", "true: a", "null: a", "1.5: a", "[a]: b",
            "{a: 1}: b", "a: !!str 1", "a: !!int \"1\"", "a: !!binary aGk=", "a: !!float 1", "a: !x 1", "a: 'b", 'a: "b', "a: 'b'c", "--- a", "---\na: 1", "a: 1\n---\nb: 2", "a: 1\n...\nb: 2", "%YAML 1.2\n---\na: 1", "a: @b", "a: `b", "a: %b", "a: 1 b: 2", "a: [1, 2", "a: 1]",
            "a: {b: 1, c}", "a:\n b: 1\n  c: 2", "a:\n  b: 1\n c: 2", "a: 0777\nb: 0o17\nc: 0b1\nd: 1_0\ne: 0x1F", "a: yes\nb: On\nc: y\nd: ~", "a: .inf", "a: .nan", "a: 2024-02-29", "a: 12:30:45", "a: 1e400", "a: 99999999999999999999", "a: -9223372036854775808", "a: \"\\x41\\u00e9\\n\"",
            "a: \"\\q\"", "a: \x01", "\ufeffa: 1", "a: b #c", "a: b#c", "#c", "", " ", "null", "[]", "{}", "x", "1", "- 1\n- a: b\n-", "[1, [2, {a: b}]]", "a: &a [*a]", "a: |\n x\n  y\n z", "a: |2\n  x", "a: |+\n x\n\n", "a : 1", "a:b", "'a': 1", "\"a\": 1", "a: ''", "a: !!null x",
            "a: !!bool yes", "a: - b", "a:\n- b\n-c", "-a", "- a\nb: c", "a: 1\n- b", "a: \"b\nc\"", "a:\n\tb: 1", "a: {\tb: 1}", "a: 'it''s'", "a: \"\\/\"", "a: 1\r\nb: 2\r\n", "a: [a, , b]", "a: [,]", "{,}", "a: b\n c", "a: \"x\" y", "&a b: c", "!!map {a: 1}", "!!set {a}", "a: !!seq x"]
    for text in yaml:
        yield "fromYaml", "fromYaml %s" % quoted(text)
        yield "fromYamlArray", "fromYamlArray %s" % quoted(text)
    json = ["{}", "[]", "null", "true", "1", "\"a\"", "", " ", "{", "[", "{\"a\":1}", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1,]", "[1 2]", "{\"a\" 1}", "{\"a\":}", "{\"a\":1}x", "{\"a\":1} {}", "[01]", "[1.]", "[.5]", "[-]", "[1e]", "[1e5]", "[-0]", "[1e400]", "[\"\\u00e9\\ud83d\\ude00\"]",
            "[\"\\ud800\"]", "[\"\\x\"]", "[\"a\nb\"]", "[\"\x01\"]", "[nul]", "[tru]", "nulx", "[\"a]", "\ufeff{}", "{\"a\":{\"b\":[1,null,true]}}", "{\"a\":1,\"a\":2}", "[NaN]", "[12345678901234567890]", "[1,[2,[3]]]", "{\"\":1}", "[\"\\u12\"]", "[\"\\u12g4\"]", "//c", "[1]]", "{]", "[}", "{\"a\"}",
            "{1:2}", "[+1]", "[0x1]", "[1,2", "{\"a\":1", "\"", "tru", "t", "-", "[\"\\", "[1e+]", "[1.5.2]", "{\"a\":nul}", "{\"a\":[}"]
    for text in json:
        for name in ["fromJson", "fromJsonArray", "mustFromJson"]:
            yield name, "%s %s" % (name, quoted(text))
    toml = ["a = 1", "a=1\nb=2", "a = ", "a", "= 1", "a = 1 b = 2", "a = 1\na = 2", "[a]\n[a]", "[a]\nb = 1\n[a.b]", "a.b = 1\na.c = 2", "a.b = 1\n[a]\nc = 2", "[[a]]\n[[a]]", "[a]\n[[a]]", "[[a]]\n[a]", "a = [1, 2", "a = [1 2]", "a = [1,,2]", "a = {b = 1, c = 2}", "a = {b = 1,}",
            "a = {b = 1\n}", "a = {b", "a = \"x", "a = 'x", "a = \"\"\"x", "a = \"\\q\"", "a = \"\\u00e9\"", "a = \"\\uD800\"", "a = \"\\U00110000\"", "a = \"x\ny\"", "a = 01", "a = 1_000", "a = 1__0", "a = _1", "a = 1_", "a = 0x1F", "a = 0xg", "a = 0b12", "a = 0o8", "a = 1.5", "a = .5", "a = 5.", "a = 1e5",
            "a = 1.e5", "a = inf", "a = -nan", "a = +1", "a = ++1", "a = true", "a = True", "a = tru", "a = truex", "a = 2024-02-29", "a = 2024-02-30", "a = 2024-13-01", "a = 2024-02-29T10:11:12Z", "a = 2024-02-29 10:11:12", "a = 10:11:12", "a = 10:11", "a = 25:00:00", "a = 9223372036854775807",
            "a = 9223372036854775808", "[", "[a", "[a]]", "[[a]", "[]", "[ ]", "[a.]", "[.a]", "[a..b]", "[\"a.b\"]", "a b = 1", "a.b.c = 1", "\"a b\" = 1", "'a' = 1", "\"\" = 1", "# c", "a = 1 # c", "a = 1 x", "[a] x", "a = \x01", "a = \"\x01\"", "é = 1", "a = x", "a = [", "a = [\n1,\n# c\n2,\n]", "a = [1, \"b\"]",
            "a = '''\nx\ny'''", "a = \"\"\"\\\n  x\"\"\"", "", "\n", " ", "a = 1\r\nb = 2", "a = 1\rb = 2", "\ufeffa = 1", "a = {}", "a = {b.c = 1}", "a = {b = 1, b = 2}", "a = {b = 1}\na.c = 2", "a = {b = 1}\n[a.c]", "a = 1\n[a]", "a = []\n[[a]]", "a = 1\na.b = 2", "[a.b]\n[a]\nb = 1", "a = -0", "a = -0.0", "a = 1e400",
            "a = 0e0", "a = +0x1", "a = 1979-05-27T07:32:00.999999-07:00", "a = 1979-05-27t07:32:00z", "a = 07:32:00.5", "a = 1979-05-27T", "a = 1979-5-27", "a = \"\\x41\"", "a = \"\\e\"", "a = ]", "a = }", "a = ,", "a == 1", "a : 1", "a = \"b\" \"c\"", "a = 'b''c'", "a =\n1", "a\n= 1", "a = \"tab\there\"", "a = nan\nb = +inf",
            "[a]\nb.c = 1\n[a.b]\nd = 2", "[[a.b]]\nc = 1\n[[a.b]]\n[a.b.d]", "a.b = 1\n[a.b.c]", "a = [[1], [\"x\"]]", "a = [{b = 1}, {c = 2}]", "a = [{b = 1}]\n[[a]]"]
    for text in toml:
        yield "fromToml", "fromToml %s" % quoted(text)
        yield "fromToml", "fromToml %s | toJson" % quoted(text)


def merging():
    maps = ['(dict)', '(dict "a" 1)', '(dict "a" nil)', '(dict "a" (dict "b" 1 "c" (list 1)))', '(dict "a" (dict "b" (dict "d" 2)) "e" false)', '(dict "a" (list 1))', '(dict "a" "")', ".Values.map", ".Values", "nil", '"x"', '(split "," "a,b")']
    for name in ["merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"]:
        yield from calls(name, maps, maps, form="%s | toJson")
    for name in ["pick", "omit", "get", "hasKey", "unset", "pluck"]:
        for holder in maps:
            for key in ['"a"', '"zz"', '""', "1", "nil"]:
                yield name, "%s %s %s | toJson" % ((name, key, holder) if name == "pluck" else (name, holder, key))
    for holder in maps:
        for key, value in itertools.product(['"a"', '"n"', "1"], ["2", "nil", "(dict)"]):
            yield "set", "set %s %s %s | toJson" % (holder, key, value)
        yield "keys", "keys %s | sortAlpha" % holder
        yield "dig", 'dig "a" "b" "none" %s' % holder
        yield "dig", 'dig "a" "none" %s' % holder
        yield "deepCopy", "deepCopy %s | toJson" % holder
    lists = ["(list)", "(list 1 2 3)", '(list "a" nil "a" 0 "")', "(until 4)", '(splitList "," "b,a,b")', "(list (list 1) (dict))", ".Values.list", "nil", '"abc"', "3", "(chunk 1 (list 1 2))", '(.Files.GetBytes "f.txt")', '(dict "a" 1)']
    for name, second in itertools.product(["append", "prepend", "without", "has", "chunk", "concat", "mustAppend", "mustHas", "mustWithout", "mustPrepend", "mustChunk", "push", "mustPush"], ["1", '"a"', "nil", "(list 1)", "2.0", "-1", "0"]):
        for holder in lists:
            yield name, "%s %s %s" % ((name, second, holder) if name in ("has", "mustHas", "chunk", "mustChunk") else (name, holder, second))
    for name in ["first", "last", "rest", "initial", "reverse", "uniq", "compact", "join \",\"", "sortAlpha", "toStrings", "max", "min", "coalesce", "all", "any", "values", "list", "tuple", "concat"]:
        for must in ["", "must"]:
            if must and name not in ("first", "last", "rest", "initial", "reverse", "uniq", "compact"):
                continue
            called = must + name[0].upper() + name[1:] if must else name
            for holder in lists:
                yield called.split()[0], "%s %s" % (called, holder)


def objects():
    for path in [".Files", ".Files.Get", ".Files.AsConfig", ".Files.AsSecrets", ".Files.Lines", ".Files.Glob", ".Capabilities", ".Capabilities.KubeVersion", ".Capabilities.KubeVersion.Version", ".Capabilities.KubeVersion.Major",
                 ".Capabilities.KubeVersion.Minor", ".Capabilities.KubeVersion.GitVersion", ".Capabilities.KubeVersion.String", ".Capabilities.KubeVersion.Nope", ".Capabilities.HelmVersion.Version", ".Capabilities.APIVersions.Has", ".Capabilities.Nope", ".Chart.Name",
                 ".Chart.Nope", ".Chart.Maintainers", ".Chart.IsRoot", ".Chart.Keywords", ".Release.Name", ".Release.Nope", ".Release.Revision", ".Release.Service", ".Template.Name", ".Template.BasePath", ".Subcharts", ".Values.missing.x", ".Values.text.x", ".Values.list.x",
                 ".Values.map.a.b", ".Values.map.b.c", ".Values.none", ".Values.AsMap", ".Values.YAML", ".Values.Table", ".Nope", ".Nope.x"]:
        for form in ["%s", "%s | toJson", "typeOf (%s)", "kindOf (%s)", "empty (%s)", "quote (%s)"]:
            yield "typeOf" if "typeOf" in form else "kindOf" if "kindOf" in form else "toJson" if "toJson" in form else "quote" if "quote" in form else "print", form % path
    for pattern in ["*", "**", "dir/*", "*.txt", "{f,empty}.txt", "[a-f].*", "?.txt", "dir/?.*", "", "nope", "dir/**", "[", "{", "**.json", "[!f].txt", "\\f.txt", "d*/a.yaml"]:
        yield "print", "range $k, $v := .Files.Glob %s" % quoted(pattern)
        yield "toYaml", "(.Files.Glob %s).AsConfig" % quoted(pattern)
        yield "toYaml", "(.Files.Glob %s).AsSecrets" % quoted(pattern)
        yield "len", "len (.Files.Glob %s)" % quoted(pattern)
    for file in ["f.txt", "empty.txt", "dir/a.yaml", "nope", "b.bin", "dir/line.txt", "values.yaml", "Chart.yaml"]:
        for method in ["Get", "GetBytes", "Lines"]:
            yield "print", ".Files.%s %s" % (method, quoted(file))
            yield "toJson", ".Files.%s %s | toJson" % (method, quoted(file))
    holders = [".Capabilities", ".Capabilities.KubeVersion", ".Capabilities.APIVersions", ".Files", ".Chart.Annotations", "(semver \"1.2.3-a+b\")", '((semver "1.2.3").IncMinor)', '(toDate "2006-01-02" "2024-02-29")',
               '(toDate "2006" "2024").Month', '(mustToDuration "90m1.5s")', '(fromJson "null")', '(fromJsonArray "null")', '(list (semver "1") .Capabilities.KubeVersion)', '(dict "k" .Capabilities.KubeVersion)', "(2i)", "(deepCopy .Capabilities.KubeVersion)"]
    uses = ["toToml (list %s)", "toToml (dict \"a\" %s)", "toYamlPretty (list %s)", "toYamlPretty %s", "toJson (list %s)", "toYaml (dict \"a\" %s)", "eq %s nil", "ne nil %s", "deepEqual %s %s", "eq %s %s", "printf \"%%#v|%%T|%%d\" %s 1 %s", "printf \"%%s\" (list %s)",
            "index %s 0", "len %s", "keys %s", "merge (dict) %s", "cat %s 1", "with %s }}{{ . }}{{ else }}none{{ end", "if %s }}yes{{ else }}no{{ end", "range %s }}[{{ . }}]{{ else }}none{{ end", "coalesce nil %s", "hasKey %s \"a\"",
            "default 1 %s", "first %s", "has %s (list %s)", "uniq (list %s %s)", "dict %s 1", "append %s 1", "concat %s (list)", "kindIs \"struct\" %s", "b64enc %s", "int %s", "max 1 %s", "html %s", "join \",\" %s"]
    for holder, use in itertools.product(holders, uses):
        word = use.split()[0].strip("(")
        if word == "printf" and ("semver \"1\"" in holder or "toDate \"2006-01" in holder):
            continue
        yield {"with": "print", "if": "print", "range": "print"}.get(word, word), use.replace("%s", holder) if "%%" not in use else use.replace(" %s", " " + holder).replace("%%", "%").replace("(%s)", "(" + holder + ")")
    for version in ["v1", "apps/v1", "nope", "", "1", "batch/v1"]:
        yield "has", ".Capabilities.APIVersions.Has %s" % quoted(version)
        yield "has", "has %s .Capabilities.APIVersions" % quoted(version)


def engine():
    inner = ["{{ . }}", "{{ .a }}", "{{ nope }}", "{{ fail \"x\" }}", "{{ 1 | add 2 }}", "", "x", "{{", "{{ end }}", "{{ index . 1 }}", "{{ template \"t\" . }}", "{{ required \"r\" .a }}", "{{ .a.b.c }}", "{{- 1 -}} "]
    values = ["nil", ".", "3", '"s"', "(dict)", '(dict "a" 1)', "(list 1 2)", ".Values", ".Values.missing"]
    for text, value in itertools.product(inner, values):
        yield "tpl", "tpl %s %s" % (quoted(text), value)
    for message, value in itertools.product(['"m"', '""', '"é %s"', "1", "nil"], ALL[:24]):
        yield "required", "required %s %s" % (message, value)
    for name in ["fail", "include", "call", "lookup"]:
        yield from calls(name, ALL)
    yield from calls("include", ['"nope"', '"t"', '""'], values)


TOPICS = [comparisons, printing, indexing, versions, times, patterns, texts, links, written, read_back, merging, objects, engine]


def generate():
    """(function, template) of every case."""
    for topic in TOPICS:
        for name, text in topic():
            if text.startswith("range $k"):
                yield name, "{{ %s }}[{{ $k }}]{{ end }}" % text
            else:
                yield name, "{{ %s }}" % text
