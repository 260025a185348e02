{{ define "t" }}
  {{ template "u" .Values }}{{ end }}{{ define "u" }}{{ .s.t }}{{ end }}