{{ define "x" }}

