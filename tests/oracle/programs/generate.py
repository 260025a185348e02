#!/usr/bin/env python3
"""Makes small template programs, the same ones for the same arguments: generate.py SORT COUNT [SEED], one JSON object {"t": ...} a line.

The sorts: soup (tokens in any order: what the parser says), mutants (good programs with a token changed), programs (good ones, run),
crossings (all pairs of a small form and a small value; COUNT is the most of them), trims (delimiters, markers and comments in every
order) and files (several templates and what they call).
"""
import itertools
import json
import random
import sys

VALUES = [
    '.', '$', '.Values', '.Values.a', '.Values.a.b.c', '.Values.a.l', '.Values.a.n', '.Values.a.e', '.Values.missing',
    '.Values.s', '.Values.empty', '.Values.i', '.Values.zero', '.Values.f', '.Values.t', '.Values.fa', '.Values.l', '.Values.el',
    '.Values.lm', '.Values.u', '.Files', '.Capabilities', '.Capabilities.KubeVersion', '.Capabilities.APIVersions',
    '.Capabilities.HelmVersion', '.Chart', '.Chart.Name', '.Chart.Maintainers', '.Chart.Annotations', '.Chart.Keywords', '.Release',
    '.Release.Revision', '.Template', '.Subcharts', '.Subcharts.one', '.Subcharts.duo.Values', 'nil', 'true', 'false', '0', '1', '-1',
    '2.0', '1.5', '"s"', '""', '`raw`', "'x'", '0x10', '1e2', '1i', '0i', '(list 1 2 3)', '(list)', '(dict)', '(dict "a" 1)',
    '(tuple "x" nil)', '(index .Values.l 0)', '(printf "%d" 3)', '(nil)', '(true)', '(int64 3)', '("x" | quote)', '(.Values.a).b.c',
    '(.Values.a.b).c', '(dict "a" (dict "b" 2)).a.b', '(index .Values.lm 0).n', '(semver "1.2.3")', '(duration 90)',
    '(.Files.Get "f.txt")', '(.Files.GetBytes "f.txt")', '(.Files.Lines "f.txt")', '(.Files.Glob "dir/*")', '(until 3)',
    '(splitList "," "a,b")', '(regexFindAll "a" "banana" -1)', '(mustToDate "2006-01-02" "2020-01-02")', '(urlParse "http://h/p")',
    '(toString 3)', '(float64 2)', '(len "abc")', '(not 1)', '(print)', '(index "abc" 1)', '(split "," "a,b")',
]
FORMS = [
    '{{ %s }}', '{{- %s -}}', '{{ if %s }}T{{ else }}F{{ end }}', '{{ with %s }}[{{ . }}]{{ else }}E{{ end }}',
    '{{ range %s }}[{{ . }}]{{ else }}E{{ end }}', '{{ range $x := %s }}[{{ $x }}]{{ end }}',
    '{{ range $k, $v := %s }}[{{ $k }}={{ $v }}]{{ else }}E{{ end }}', '{{ $x := %s }}{{ $x }}{{ kindOf $x }}',
    '{{ $x := 1 }}{{ $x = %s }}{{ $x }}', '{{ %s | print }}', '{{ print %s }}', '{{ print %s 1 "a" }}', '{{ printf "%%v %%T" %s 1 }}',
    '{{ println %s }}', '{{ len %s }}', '{{ not %s }}', '{{ and %s 1 }}', '{{ or %s 2 }}', '{{ and 1 %s }}', '{{ or 0 %s }}',
    '{{ html %s }}', '{{ js %s }}', '{{ urlquery %s }}', '{{ index %s 0 }}', '{{ index %s "a" }}', '{{ index %s }}',
    '{{ index .Values.l %s }}', '{{ index .Values.a %s }}', '{{ slice %s 1 }}', '{{ slice %s 0 1 }}', '{{ call %s }}', '{{ call %s 1 }}',
    '{{ eq %s 1 }}', '{{ eq 1 %s }}', '{{ eq %s nil }}', '{{ ne %s "s" }}', '{{ lt %s 1 }}', '{{ ge 1.5 %s }}', '{{ eq %s %s }}',
    '{{ %s.foo }}', '{{ (%s).foo }}', '{{ (%s).foo.bar }}', '{{ %s.Name }}', '{{ %s 1 }}', '{{ 1 | %s }}', '{{ "Name" | %s }}',
    '{{ include "h.dot" %s }}', '{{ template "h.dot" %s }}', '{{ include %s . }}', '{{ tpl "{{ . }}" %s }}', '{{ tpl %s . }}',
    '{{ required "m" %s }}', '{{ required %s 1 }}', '{{ fail %s }}', '{{ typeOf %s }} {{ kindOf %s }}', '{{ toJson %s }}', '{{ toYaml %s }}',
    '{{ quote %s }}', '{{ default "d" %s }}', '{{ block "bl" %s }}({{ . }}){{ end }}', '{{ (%s).String }}', '{{ (%s).Values.a }}',
    '{{ (%s).AsMap }}', '{{ (%s).YAML }}', '{{ (%s).Table "a" }}', '{{ (%s).PathValue "a.b.c" }}', '{{ (%s).Get "f.txt" }}',
    '{{ (%s).Has "v1" }}', '{{ range %s }}{{ break }}{{ else }}E{{ end }}', '{{ range $i, $e := %s }}{{ if $i }}{{ continue }}{{ end }}{{ $e }}{{ end }}',
    '{{ if eq %s "s" }}a{{ else if %s }}b{{ else }}c{{ end }}', '{{ with $y := %s }}{{ $y }}{{ else with 1 }}{{ . }}{{ end }}',
    '{{ $x, $y := %s }}', '{{ if %s | not }}n{{ end }}', '{{ (index (list %s) 0) }}', '{{ (dict "k" %s).k }}', '{{ get (dict "k" %s) "k" }}',
    '{{ %s | %s }}', '{{ %s | default 3 | quote }}', '{{ (%s | print | len) }}', '{{ %s.a.b }}', '{{ hasKey %s "a" }}', '{{ merge (dict) %s }}',
    '{{ printf %s 1 }}', '{{ printf "%%d" %s }}', '{{ printf "%%s|%%q|%%x" %s %s %s }}',
]
TOKENS = [
    'if', 'else', 'end', 'range', 'with', 'define', 'template', 'block', 'break', 'continue', 'nil', 'true', 'false', '.', '.a', '.Values.s',
    '$', '$x', '$.Values', '$x.y', ':=', '=', ',', '|', '(', ')', '"s"', '"h.dot"', '`r`', "'c'", "''", "'ab'", '1', '-1', '+2', '1.5', '0x1F', '0b11', '0o7',
    '1_000', '08', '1e400', '9223372036854775808', '0x1p4', '1i', '1+2i', '1e', '0x', '1a', 'print', 'printf', 'len', 'and', 'or', 'not', 'eq', 'include',
    'nosuch', 'é', '.é', '#', '@', '!', '%', '\\', '"un', "'un", '`un', '/*', '*/', '{{', '}}', '\n', '\t', ' ', ';', '[', ']', '~', '?', '\x00', '\x7f',
    '\ufeff', '_', '_x', '._', '..', '.1', '1.', '...', '-', '- ', ' -', 'else if', '"\\x41"', '"\\q"', '"a\\nb"', "'\\n'", "'\\q'", '\u00a0', '{', '}', '.Values',
]
ODD_NUMBERS = [
    '0', '00', '007', '08', '0o17', '0O17', '0b101', '0B2', '0xFf', '0XFF', '0x1p-2', '0x.8p1', '0x1.8', '0x1p', '1_0', '_1', '1__0', '1_', '0_7', '0x_F', '1e3', '1E3', '1e+3',
    '1e-3', '1e', '1.', '.5', '1.5e2', '1_0.2_5', '1e1_0', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809',
    '18446744073709551615', '18446744073709551616', '1e18', '1e19', '1e308', '1e309', '-1e309', '1e-400', '4.9e-324', '+1', '-0', '-0.0', '+0x10', '2i', '0i', '1.5i', '1+2i', '1-2i',
    '1e2+3e4i', '1+0i', '-1-0i', '0x1p2i', '0x10i', '1i+1', '1+2', '1+i', '1+2i+3', '1_0i', '07i', '08i', '0b1i', '1e999i', "'a'", "'\\''", "'\\x41'", "'\\u00e9'", "'é'", "'\\'", "''", "'ab'", "'\\n'", '1a', '0xg', '1..2',
    '1.2.3', '0.1', '100000000000000000000', '0x8000000000000000', '0xFFFFFFFFFFFFFFFF', '0x10000000000000000', '1e6', '1e20', '1e21', '123456789.0', '3.0', '0x1P+3', '1Ei', '0b', '0o', '0x', '0o8', '--1', '+-1', '1-', '1+', '- 1',
]
NUMBER_FORMS = [
    '{{ %s }}', '{{ printf "%%v %%T" %s %s }}', '{{ eq %s 1 }}', '{{ add %s 1 }}', '{{ int %s }}', '{{ index .Values.l %s }}', '{{ repeat %s "a" | trunc 9 }}', '{{ addf %s 0.5 }}', '{{ len %s }}',
    '{{ trunc %s "abcdef" }}', '{{ round %s 1 }}', '{{ $x := %s }}{{ kindOf $x }}', '{{ if %s }}T{{ else }}F{{ end }}', '{{ list %s | toJson }}', '{{ 1 | add %s }}', '{{ substr 0 %s "abc" }}', '{{ print %s }}', '{{ %s | print }}',
    '{{ printf "%%d|%%g|%%s|%%q|%%x" %s %s %s %s %s }}', '{{ not %s }}', '{{ toString %s }}', '{{ lt %s 2 }}', '{{ eq %s %s }}', '{{ with %s }}{{ . }}{{ end }}', '{{ and %s 3 }}', '{{ %s.x }}', '{{ (%s).x }}', '{{ %s 1 }}', '{{ html %s }}',
    '{{ .Values.s | substr %s 3 }}', '{{ toYaml %s }}', '{{ quote %s }}', '{{ typeOf %s }}', '{{ fail %s }}', '{{ uuidv4 %s }}', '{{ durationRound %s }}', '{{ date "2006" %s }}', '{{ int64 %s }}', '{{ float64 %s }}', '{{ ternary 1 2 %s }}',
]


def token_soup(pick):
    words = pick.choices(TOKENS, k=pick.randint(1, 7))
    sep = pick.choice([' ', ' ', ' ', '', '\n'])
    left, right = pick.choice(['{{', '{{ ', '{{- ', '{{-']), pick.choice(['}}', ' }}', ' -}}', '-}}'])
    text = left + sep.join(words) + right
    if pick.random() < .4:
        text = pick.choice(['a\n', '{{ if 1 }}', '{{ range .Values.l }}', '{{ with 1 }}\n', '{{ define "q" }}', '{{ $x := 1 }}', '{{ block "z" . }}']) + text
    if pick.random() < .4:
        text += pick.choice(['{{ end }}', '{{ else }}{{ end }}', '\nb', '{{end}}{{end}}', '{{ else if 1 }}x{{ end }}', '{{ $x }}'])
    return text


class Writer:
    """Writes programs that parse, most of the time run, and nest a little."""

    def __init__(self, pick):
        self.pick = pick
        self.names = []

    def operand(self, depth):
        pick = self.pick
        kind = pick.random()
        if self.names and kind < .25:
            return pick.choice(self.names) + pick.choice(['', '', '', '.n', '.b.c'])
        if depth > 0 and kind < .45:
            return '(' + self.pipeline(depth - 1) + ')' + pick.choice(['', '', '', '.a', '.x.y'])
        return pick.choice(VALUES)

    def command(self, depth, piped):
        pick = self.pick
        name = pick.choice(['print', 'printf "%v"', 'len', 'not', 'eq', 'ne', 'lt', 'and', 'or', 'index', 'list', 'dict "k"', 'default', 'quote', 'toJson',
                            'kindOf', 'include "h.dot"', 'tpl "[{{ . }}]"', 'required "need"', 'add', 'join ","', 'html', 'js', 'slice', 'call', 'first', 'toString', 'typeOf', 'has', 'coalesce', 'ternary 1 2', 'empty', 'get', 'hasKey', 'pluck "n"', 'merge', 'set', 'dig "a" "b" 3', 'indent 1', 'trim', 'upper', 'int', 'fail', 'println', 'urlquery', 'include "h.bad"', 'include "h.nest2"', 'tpl .Values.tp', '.Files.Get', '.Values.Table', '.Capabilities.APIVersions.Has', '.Values.a'])
        count = pick.choice([0, 1, 1, 1, 2, 2, 3]) - (1 if piped and pick.random() < .7 else 0)
        return ' '.join([name] + [self.operand(depth) for _ in range(max(count, 0))])

    def pipeline(self, depth):
        stages = [self.operand(depth) if self.pick.random() < .5 else self.command(depth, False)]
        while self.pick.random() < .3:
            stages.append(self.command(depth, True))
        return ' | '.join(stages)

    def body(self, depth):
        mark = len(self.names)
        text = ''.join(self.statement(depth) for _ in range(self.pick.randint(1, 3)))
        del self.names[mark:]
        return text

    def statement(self, depth):
        pick = self.pick
        left, right = pick.choice(['{{ ', '{{ ', '{{- ']), pick.choice([' }}', ' }}', ' -}}'])
        kind = pick.random()
        if depth <= 0 or kind < .3:
            return left + self.pipeline(1) + right + pick.choice(['', ' ', '\n', 'x'])
        if kind < .45:
            name = pick.choice(['$a', '$b', '$c'])
            text = left + name + (' = ' if name in self.names and pick.random() < .5 else ' := ') + self.pipeline(1) + right
            self.names.append(name)
            return text
        word = pick.choice(['if', 'with', 'range', 'range $i, $e :=', 'with $w :=', 'if $v :=', 'range $r :='])
        mark = len(self.names)
        text = left + word + ' ' + self.pipeline(1) + right
        self.names += [each for each in ['$i', '$e', '$w', '$v', '$r'] if each in word]
        text += self.body(depth - 1)
        if word.startswith('range') and pick.random() < .3:
            text += '{{ if ' + self.operand(0) + ' }}{{ ' + pick.choice(['break', 'continue']) + ' }}{{ end }}' + self.body(0)
        if pick.random() < .3:
            text += left + 'else' + (' ' + word.split()[0] + ' ' + self.pipeline(0) if 'range' not in word and pick.random() < .5 else '') + right + self.body(depth - 1)
        del self.names[mark:]
        return text + left + 'end' + right


def programs(pick):
    return Writer(pick).body(2)


def mutants(pick):
    text = programs(pick)
    for _ in range(pick.randint(1, 2)):
        at = pick.randrange(len(text))
        kind = pick.random()
        if kind < .4:
            text = text[:at] + text[at + pick.randint(1, 4):]
        elif kind < .7:
            text = text[:at] + pick.choice(TOKENS) + text[at:]
        else:
            other = pick.randrange(len(text))
            text = text[:at] + text[other:other + pick.randint(1, 8)] + text[at:]
    return text


def crossings(pick):
    out = [form.replace('%s', value).replace('%%', '%') for form in FORMS for value in VALUES]
    out += [form.replace('%s', number).replace('%%', '%') for form in NUMBER_FORMS for number in ODD_NUMBERS]
    pick.shuffle(out)
    return out


def trims(pick):
    lefts, rights = ['{{', '{{-', '{{- ', '{{ '], ['}}', '-}}', ' -}}', ' }}', '- }}']
    inner = ['1', '/* c */', '/*c*/ ', ' /* c */', '"-"', '.', '-1', '- 1', '/**/', '/* }} */', '/* {{ */', '/*', '*/', '', '-', '/* c', '`\n`', '/***/', '/*/', 'nil', '$x := 1', 'if 1}}y{{end', 'define "d"}}{{end']
    space = ['', ' ', '\n', ' \t\r\n ', 'a ', '\n\n', '\v', '\u00a0']
    out = [before + left + text + right + after for left, text, right in itertools.product(lefts, inner, rights)
           for before, after in [(pick.choice(space), pick.choice(space) + pick.choice(['b', '', '{{- 2 -}} c'])) for _ in range(2)]]
    pick.shuffle(out)
    return out


def files(pick):
    calls = ['{{ include "%s" %s }}', '{{ template "%s" %s }}', '{{ tpl "{{ include \\"%s\\" . }}" %s }}', '{{ include "%s" %s | indent 2 }}', '{{ tpl (include "%s" %s) . }}',
             '{{- define "own" }}{{ include "%s" %s }}{{ end }}\n{{ include "own" . }}', '{{ with include "%s" %s }}{{ . }}{{ end }}', '{{ block "%s" %s }}dflt{{ end }}', '{{ tpl (printf "{{ template %%q . }}" "%s") %s }}', '\n\n  {{ range .Values.l }}{{ include "%s" %s }}{{ end }}']
    names = ['h.plain', 'h.dot', 'h.bad', 'h.fail', 'h.req', 'h.nest', 'h.nest2', 'h.tpl', 'both', 'subs', 'one.v', 'h.index', 'h.rec', 'nosuch', 'gotpl', '', 'c/templates/t.txt', 'c/templates/_h.tpl', 'extra', 'e space', 'e\\"q', 'é', 'a: b', 'x>: y', 'own']
    datas = ['.', '$', '.Values', '"x"', '5', 'nil', '.Subcharts.one', '.Values.l', '"{{ .q }}"', '"{{ .q.r.s }}"', '"{{"', '.Values.missing', '(dict "x" (dict "y" 1))']
    bodies = ['E{{ . }}', '{{ . | toJson }}', '{{ include "h.bad" . }}', '{{ template "h.req" . }}', '{{ tpl "{{ fail \\"in tpl\\" }}" . }}', ' ', '{{/* c */}}', '{{ required "q: r" nil }}', '{{ fail "" }}', '{{ fail "two\\nlines" }}', '{{ index . "x" "y" }}', '{{ .Values.s.q }}', '{{ $.foo.bar.baz }}', '{{ .x }}', '{{ range . }}{{ .q }}{{ end }}', '{{ include "h.index" . }}', '{{ tpl "{{ . }" . }}', '{{ tpl "\\n{{ .a.b.c.d }}" . }}', '{{ printf "%d" "template: x" }}', '{{ fail "template: t:1:2: executing \\"a\\" at <b>: c" }}', '{{ required " template: z" nil }}', '{{ div 1 0 }}', '{{ nosuchfn }}', '{{ if }}', '{{ $u }}', '{{ end }}', '{{ eq 1 "a" }}', '{{ len 3 }}', '{{ call .x }}']
    while True:
        name = pick.choice(names)
        calls_itself = name in ('c/templates/t.txt', 'gotpl', 'own')
        text = pick.choice(calls) % (name, pick.choice(datas))
        if calls_itself and ('tpl' in text or 'define' in text or 'block' in text):
            continue  # Go's stack has no end that a program could report
        program = {'t': pick.choice(['', 'a\n', '{{ $q := 1 }}\n ']) + text, 'f': {}}
        if pick.random() < .7:
            own = pick.choice([name, pick.choice(names)])
            program['f']['templates/_x.tpl'] = pick.choice(['', '\n\n', 'text\n']) + '{{ define "%s" }}%s{{ end }}' % (own, pick.choice(bodies))
        if pick.random() < .4:
            program['f'][pick.choice(['charts/one/templates/_y.tpl', 'templates/sub/_y.tpl', 'templates/_a.tpl', 'templates/zz.txt', 'charts/two/templates/n.txt', 'templates/_y'])] = \
                '{{ define "%s" }}Y%s{{ end }}' % (pick.choice([name, 'extra', 'own']), pick.choice(bodies))
        yield program


def main():
    sort, count, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "1"
    pick = random.Random(sort + seed)
    seen = set()
    source = {'crossings': crossings, 'trims': trims, 'files': files}.get(sort)
    make = {'soup': token_soup, 'mutants': mutants, 'programs': programs}.get(sort)
    for item in source(pick) if source else iter(lambda: make(pick), None):
        program = item if isinstance(item, dict) else {'t': item}
        line = json.dumps(program, ensure_ascii=True, separators=(',', ':'))
        if line in seen:
            continue
        seen.add(line)
        print(line)
        if len(seen) == count:
            return


main()
