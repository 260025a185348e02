{{ define "h" }}
{{ .Values.l.x }}{{ end }}