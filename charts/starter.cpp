#include "starter.h"

#include <array>

namespace yare::charts {

namespace {

constexpr std::string_view kChart = R"(apiVersion: v2
name: <CHARTNAME>
description: A Helm chart for Kubernetes
type: application

# The version of this chart. Raise it with every change to the chart.
version: 0.1.0

# The version of what the chart installs; it is the image's tag unless values say otherwise.
# Quoted, so that YAML does not take it for a number.
appVersion: "1.16.0"
)";

constexpr std::string_view kValues =
    R"(# Defaults of <CHARTNAME>. Override them with --set or with a file of your own (-f).

# How many pods run; not used while autoscaling is on.
replicaCount: 1

image:
  repository: nginx
  pullPolicy: IfNotPresent
  # Empty: the chart's appVersion.
  tag: ""

# Names of Secrets to pull the image with: [{name: registry-login}]
imagePullSecrets: []

# Replaces the chart's name in the names of objects.
nameOverride: ""
# Replaces the whole name.
fullnameOverride: ""

serviceAccount:
  create: true
  # Whether pods get a token for the API server.
  automount: true
  annotations: {}
  # Empty: the full name, or "default" where none is created.
  name: ""

podAnnotations: {}
podLabels: {}

podSecurityContext: {}
  # fsGroup: 2000

securityContext: {}
  # runAsNonRoot: true
  # readOnlyRootFilesystem: true
  # allowPrivilegeEscalation: false
  # capabilities: {drop: [ALL]}

service:
  type: ClusterIP
  # What the service and the container listen on.
  port: 80

ingress:
  enabled: false
  className: ""
  annotations: {}
  hosts:
    - host: chart-example.local
      paths:
        - path: /
          pathType: ImplementationSpecific
  # Certificates: [{secretName: web-tls, hosts: [chart-example.local]}]
  tls: []

# A route of the Gateway API, instead of an ingress. The cluster needs its CRDs and a gateway.
httpRoute:
  enabled: false
  annotations: {}
  # The gateways, or listeners of them, that pass requests on to this route.
  parentRefs:
    - name: gateway
      sectionName: http
  hostnames:
    - chart-example.local
  # What is let through, and the filters it passes; all of it reaches the service.
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /headers

# Empty on purpose: what a pod needs depends on the cluster.
resources: {}
  # requests: {cpu: 50m, memory: 64Mi}
  # limits: {memory: 128Mi}

livenessProbe:
  httpGet:
    path: /
    port: http
readinessProbe:
  httpGet:
    path: /
    port: http

autoscaling:
  enabled: false
  minReplicas: 1
  maxReplicas: 100
  targetCPUUtilizationPercentage: 80
  # targetMemoryUtilizationPercentage: 80

# Volumes of the pod, and where the container sees them.
volumes: []
volumeMounts: []

nodeSelector: {}
tolerations: []
affinity: {}
)";

constexpr std::string_view kIgnore = R"(# What is no part of the chart: one pattern a line, as for a shell.
# A pattern that begins with ! ignores everything else, so it is rarely what you want.
.DS_Store
# Version control
.git/
.gitignore
.hg/
.hgignore
.svn/
.bzr/
.bzrignore
# Editors
*.swp
*.bak
*.tmp
*.orig
*~
.idea/
*.tmproj
.vscode/
.project
)";

constexpr std::string_view kHelpers = R"({{/*
The chart's name, or what nameOverride says. 63 characters are all that a label may have.
*/}}
{{- define "<CHARTNAME>.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The name of the release's objects: the release and the chart, but not the same word twice.
*/}}
{{- define "<CHARTNAME>.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- $full := printf "%s-%s" .Release.Name $name }}
{{- if contains $name .Release.Name }}
{{- $full = .Release.Name }}
{{- end }}
{{- .Values.fullnameOverride | default $full | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The chart and its version in one word. A label has no room for the + of a version.
*/}}
{{- define "<CHARTNAME>.chart" -}}
{{- print .Chart.Name "-" .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The labels that every object carries.
*/}}
{{- define "<CHARTNAME>.labels" -}}
helm.sh/chart: {{ include "<CHARTNAME>.chart" . }}
{{ include "<CHARTNAME>.selectorLabels" . }}
{{- with .Chart.AppVersion }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/*
The labels that pods are found by. A Deployment's cannot be changed once it is there.
*/}}
{{- define "<CHARTNAME>.selectorLabels" -}}
app.kubernetes.io/name: {{ include "<CHARTNAME>.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/*
The service account that pods run as.
*/}}
{{- define "<CHARTNAME>.serviceAccountName" -}}
{{- $own := "default" }}
{{- if .Values.serviceAccount.create }}
{{- $own = include "<CHARTNAME>.fullname" . }}
{{- end }}
{{- .Values.serviceAccount.name | default $own }}
{{- end }}
)";

constexpr std::string_view kDeployment = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "<CHARTNAME>.fullname" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "<CHARTNAME>.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      labels:
        {{- include "<CHARTNAME>.labels" . | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- with .Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      serviceAccountName: {{ include "<CHARTNAME>.serviceAccountName" . }}
      {{- with .Values.podSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .Chart.Name }}
          {{- with .Values.securityContext }}
          securityContext:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ .Values.service.port }}
              protocol: TCP
          {{- with .Values.livenessProbe }}
          livenessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .Values.readinessProbe }}
          readinessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .Values.volumeMounts }}
          volumeMounts:
            {{- toYaml . | nindent 12 }}
          {{- end }}
      {{- with .Values.volumes }}
      volumes:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
)";

constexpr std::string_view kService = R"(apiVersion: v1
kind: Service
metadata:
  name: {{ include "<CHARTNAME>.fullname" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
spec:
  type: {{ .Values.service.type }}
  ports:
    - port: {{ .Values.service.port }}
      targetPort: http
      protocol: TCP
      name: http
  selector:
    {{- include "<CHARTNAME>.selectorLabels" . | nindent 4 }}
)";

constexpr std::string_view kServiceAccount = R"({{- if .Values.serviceAccount.create }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "<CHARTNAME>.serviceAccountName" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
  {{- with .Values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
{{- end }}
)";

constexpr std::string_view kIngress = R"({{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "<CHARTNAME>.fullname" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
  {{- with .Values.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .Values.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- with .Values.ingress.tls }}
  tls:
    {{- range . }}
    - hosts:
        {{- range .hosts }}
        - {{ quote . }}
        {{- end }}
      secretName: {{ .secretName }}
    {{- end }}
  {{- end }}
  rules:
    {{- range .Values.ingress.hosts }}
    - host: {{ .host | quote }}
      http:
        paths:
          {{- range .paths }}
          - path: {{ .path }}
            {{- with .pathType }}
            pathType: {{ . }}
            {{- end }}
            backend:
              service:
                name: {{ include "<CHARTNAME>.fullname" $ }}
                port:
                  number: {{ $.Values.service.port }}
          {{- end }}
    {{- end }}
{{- end }}
)";

constexpr std::string_view kHttpRoute = R"({{- if .Values.httpRoute.enabled }}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{ include "<CHARTNAME>.fullname" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
  {{- with .Values.httpRoute.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  parentRefs:
  {{- with .Values.httpRoute.parentRefs }}
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.httpRoute.hostnames }}
  hostnames:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    {{- range .Values.httpRoute.rules }}
    {{- with .matches }}
    - matches:
        {{- toYaml . | nindent 8 }}
    {{- end }}
    {{- with .filters }}
      filters:
        {{- toYaml . | nindent 8 }}
    {{- end }}
      backendRefs:
        - name: {{ include "<CHARTNAME>.fullname" $ }}
          port: {{ $.Values.service.port }}
          weight: 1
    {{- end }}
{{- end }}
)";

constexpr std::string_view kAutoscaler = R"({{- if .Values.autoscaling.enabled }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "<CHARTNAME>.fullname" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "<CHARTNAME>.fullname" . }}
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
    {{- with .Values.autoscaling.targetCPUUtilizationPercentage }}
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ . }}
    {{- end }}
    {{- with .Values.autoscaling.targetMemoryUtilizationPercentage }}
    - type: Resource
      resource:
        name: memory
        target:
          type: Utilization
          averageUtilization: {{ . }}
    {{- end }}
{{- end }}
)";

constexpr std::string_view kNotes =
    R"({{ .Chart.Name }} {{ .Chart.AppVersion }} is installed as "{{ .Release.Name }}" in namespace {{ .Release.Namespace }}.

{{- if .Values.httpRoute.enabled }}

Open it at:
{{- range .Values.httpRoute.hostnames }}
  http://{{ . }}
{{- else }}
  the address of your gateway: kubectl get gateway --all-namespaces
{{- end }}
{{- else if .Values.ingress.enabled }}

Open it at:
{{- range $host := .Values.ingress.hosts }}
{{- range .paths }}
  http{{ if $.Values.ingress.tls }}s{{ end }}://{{ $host.host }}{{ .path }}
{{- end }}
{{- end }}
{{- else if eq .Values.service.type "NodePort" }}

It listens on a port of every node:
  kubectl get service {{ include "<CHARTNAME>.fullname" . }} --namespace {{ .Release.Namespace }} -o jsonpath='{.spec.ports[0].nodePort}'
{{- else if eq .Values.service.type "LoadBalancer" }}

Its address may take some minutes to appear:
  kubectl get service {{ include "<CHARTNAME>.fullname" . }} --namespace {{ .Release.Namespace }} --watch
{{- else }}

Reach it from this machine:
  kubectl port-forward service/{{ include "<CHARTNAME>.fullname" . }} 8080:{{ .Values.service.port }} --namespace {{ .Release.Namespace }}
and open http://127.0.0.1:8080
{{- end }}
)";

constexpr std::string_view kTest = R"({{/* `test` runs this pod: it passes when the service answers. */ -}}
apiVersion: v1
kind: Pod
metadata:
  name: "{{ include "<CHARTNAME>.fullname" . }}-test-connection"
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
  annotations:
    "helm.sh/hook": test
spec:
  containers:
    - name: wget
      image: busybox
      command: ['wget']
      args: ['{{ include "<CHARTNAME>.fullname" . }}:{{ .Values.service.port }}']
  restartPolicy: Never
)";

constexpr std::array kFiles = {
    StarterFile{"Chart.yaml", kChart},
    StarterFile{"values.yaml", kValues},
    StarterFile{".helmignore", kIgnore},
    StarterFile{"templates/ingress.yaml", kIngress},
    StarterFile{"templates/httproute.yaml", kHttpRoute},
    StarterFile{"templates/deployment.yaml", kDeployment},
    StarterFile{"templates/service.yaml", kService},
    StarterFile{"templates/serviceaccount.yaml", kServiceAccount},
    StarterFile{"templates/hpa.yaml", kAutoscaler},
    StarterFile{"templates/NOTES.txt", kNotes},
    StarterFile{"templates/_helpers.tpl", kHelpers},
    StarterFile{"templates/tests/test-connection.yaml", kTest},
};

}  // namespace

std::span<const StarterFile> starter_files() { return kFiles; }

}  // namespace yare::charts
