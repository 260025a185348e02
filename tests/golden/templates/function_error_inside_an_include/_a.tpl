{{ define "t" }}
  {{ first .Values.l | upper }}{{ index .Values.l 1 }}{{ end }}