{{- define "two" -}}
{{- range $i := until 2 }}
{{- include "three" (list $ $i) }}
{{- end }}{{- end }}
{{ define "three" }}
  {{- $root := index . 0 }}
  {{- $root.root.Values.nope.deeper }}
{{ end }}