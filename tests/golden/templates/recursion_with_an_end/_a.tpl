{{ define "tree" }}{{ .name }}{{ range .children }}
{{ include "tree" . | indent 2 }}{{ end }}{{ end }}