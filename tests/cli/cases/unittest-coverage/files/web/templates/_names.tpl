{{- define "web.name" -}}
web
{{- end }}
{{- define "web.unused" -}}
{{ .Release.Name }}
{{- end }}
