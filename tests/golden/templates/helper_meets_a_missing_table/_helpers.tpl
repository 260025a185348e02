{{ define "app.port" }}
{{- .Values.ingress.port }}
{{- end }}
