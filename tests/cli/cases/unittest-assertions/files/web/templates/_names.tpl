{{- define "web.name" -}}
{{ .Release.Name }}-web
{{- end }}
{{- define "web.must" -}}
{{ required "image.name is needed" .Values.image.name }}
{{- end }}
