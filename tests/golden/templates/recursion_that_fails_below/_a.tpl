{{ define "tree" }}{{ range .children }}
{{ include "tree" . | indent 2 }}{{ end }}{{ end }}