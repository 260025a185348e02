// Asks Helm's own engine what templates give: one JSON line {"t": template} in, one line out with the output ("o") or the error
// ("e") in base64, or with "varies" when the answer is not the same each time.
//
// It is a test program because only a test can hold the clock: in Go's synctest it is 2000-01-01T00:00:00Z for ever, so that what
// depends on the time of day has one answer too.
package ask

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	v2 "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
)

const name = "templates/NOTES.txt"

type question struct {
	Template string `json:"t"`
	Times    int    `json:"n"`
}

type answer struct {
	Output []byte `json:"o,omitempty"`
	Error  []byte `json:"e,omitempty"`
	Failed bool   `json:"failed"`
	Varies bool   `json:"varies,omitempty"`
}

func render(folder, template string) (answer, error) {
	// Loaded anew: templates may change what they see.
	chart, err := loader.LoadDir(folder)
	if err != nil {
		return answer{}, err
	}
	chart.Templates = append(chart.Templates, &common.File{Name: name, Data: []byte(template)})
	return renderChart(chart)
}

func renderChart(chart *v2.Chart) (answer, error) {
	release := common.ReleaseOptions{Name: "r", Namespace: "default", Revision: 1, IsInstall: true}
	capabilities := common.DefaultCapabilities.Copy()
	// A test program knows no module versions; this is what Helm's own one knows.
	version, err := common.ParseKubeVersion("v1.37.0")
	if err != nil {
		return answer{}, err
	}
	capabilities.KubeVersion = *version
	values, err := util.ToRenderValues(chart, map[string]any{}, release, capabilities)
	if err != nil {
		return answer{}, err
	}
	files, err := engine.Engine{}.Render(chart, values)
	if err != nil {
		return answer{Error: []byte(err.Error()), Failed: true}, nil
	}
	return answer{Output: []byte(files["c/"+name])}, nil
}

func ask(folder string, q question) (answer, error) {
	first, err := render(folder, q.Template)
	for i := 1; i < q.Times && err == nil; i++ {
		var again answer
		again, err = render(folder, q.Template)
		if again.Failed != first.Failed || !bytes.Equal(again.Output, first.Output) || !bytes.Equal(again.Error, first.Error) {
			return answer{Varies: true}, nil
		}
	}
	return first, err
}

func TestAsk(t *testing.T) {
	folder := os.Getenv("CHART")
	input, err := os.Open(os.Getenv("QUESTIONS"))
	if err != nil {
		t.Fatal(err)
	}
	output, err := os.Create(os.Getenv("ANSWERS"))
	if err != nil {
		t.Fatal(err)
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	lines := bufio.NewScanner(input)
	lines.Buffer(nil, 1<<24)
	out := bufio.NewWriter(output)
	synctest.Test(t, func(t *testing.T) {
		for lines.Scan() {
			var q question
			if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
				t.Fatal(err)
			}
			given, err := ask(folder, q)
			if err != nil {
				t.Fatal(strings.TrimSpace(q.Template), err)
			}
			line, err := json.Marshal(given)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(append(line, '\n'))
		}
	})
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}
