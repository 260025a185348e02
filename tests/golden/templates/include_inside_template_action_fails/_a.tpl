{{ define "t" }}
  {{ include "u" .Values }}{{ end }}{{ define "u" }}{{ .s.t }}{{ end }}