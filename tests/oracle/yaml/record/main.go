// Asks the libraries that Helm reads and writes YAML with, and answers in JSON lines.
//
//	go run . read < ../read.jsonl > new.jsonl
//
// Each line of the input has the text in "i", or in base64 in "b"; what else it has is replaced by the answers: the value
// in "v" or the error in "e", what toYaml makes of the value in "y" ("ye" if that fails), toYamlPretty in "p" ("pe").
// The mode says which reader is asked: read (Unmarshal), strict (UnmarshalStrict), or json (encoding/json).
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	yaml3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

type entry struct {
	Input       string          `json:"i"`
	Base64      string          `json:"b,omitempty"`
	Value       json.RawMessage `json:"v,omitempty"`
	Error       string          `json:"e,omitempty"`
	YAML        string          `json:"y,omitempty"`
	YAMLError   string          `json:"ye,omitempty"`
	Pretty      string          `json:"p,omitempty"`
	PrettyError string          `json:"pe,omitempty"`
}

// Without the escapes for HTML, which would only make the records hard to read.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

func pretty(value any) (text string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	var out bytes.Buffer
	encoder := yaml3.NewEncoder(&out)
	encoder.SetIndent(2)
	err = encoder.Encode(value)
	return out.String(), err
}

func answer(mode string, question entry) (entry, error) {
	text := []byte(question.Input)
	if question.Base64 != "" {
		var err error
		if text, err = base64.StdEncoding.DecodeString(question.Base64); err != nil {
			return entry{}, err
		}
	}
	out := entry{Input: question.Input, Base64: question.Base64}
	var value any
	var err error
	switch mode {
	case "read":
		err = yaml.Unmarshal(text, &value)
	case "strict":
		err = yaml.UnmarshalStrict(text, &value)
	case "json":
		err = json.Unmarshal(text, &value)
	default:
		return entry{}, fmt.Errorf("no such mode: %q", mode)
	}
	if err != nil {
		out.Error = err.Error()
		return out, nil
	}
	if out.Value, err = encode(value); err != nil {
		return entry{}, err
	}
	if written, err := yaml.Marshal(value); err != nil {
		out.YAMLError = err.Error()
	} else {
		out.YAML = string(written)
	}
	if out.Pretty, err = pretty(value); err != nil {
		out.Pretty, out.PrettyError = "", err.Error()
	}
	return out, nil
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: record read|strict|json < cases.jsonl")
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var question entry
		if err := json.Unmarshal(in.Bytes(), &question); err != nil {
			return err
		}
		answered, err := answer(os.Args[1], question)
		if err != nil {
			return err
		}
		line, err := encode(answered)
		if err != nil {
			return err
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return in.Err()
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
