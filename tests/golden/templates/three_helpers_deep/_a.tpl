{{- define "one" -}}
name: {{ include "two" (dict "root" $ "n" 1) }}
{{- end }}
