{{ define "x" }}

{{ nosuch }}
{{ end }}