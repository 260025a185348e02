{{ define "d" }}a: {b: 1}
l: [1, x]
{{ end }}