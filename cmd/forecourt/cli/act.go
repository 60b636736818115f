package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
)

// defaultStation is where the built-in plan's control endpoint is.
const defaultStation = "http://127.0.0.1:4100"

// actVerb does steps on a running station.
type actVerb struct {
	Steps   []string `arg:"" name:"step" help:"Steps as in a scenario: 'lift-nozzle: { fuelling-point: 1, nozzle: 1 }'."`
	Station string   `help:"Control endpoint of the station." env:"FORECOURT_STATION" default:"http://127.0.0.1:4100" placeholder:"URL"`
	Session string   `help:"Session whose cursors and kept names are used." placeholder:"ID"`
	JSON    bool     `name:"json" help:"Print the station's answer as one JSON object and nothing else."`
}

// answered is any of the answers of the control endpoint.
type answered struct {
	Verdict *verdict.Verdict           `json:"verdict"`
	Cause   *verdict.Cause             `json:"cause"`
	Kept    map[string]json.RawMessage `json:"kept"`
	Errors  []stepProblem              `json:"errors"`
	Error   string                     `json:"error"`
}

// Run implements the verb.
func (v *actVerb) Run(p *program) error {
	body, err := v.post(p)
	if err != nil {
		return err
	}
	var a answered
	if err := json.Unmarshal(body.data, &a); err != nil {
		return fmt.Errorf("%s answered %s, which is no answer of a station", v.Station, body.status)
	}
	switch {
	case len(a.Errors) > 0:
		p.exit = verdict.ExitBadFile
	case a.Verdict == nil:
		p.exit = verdict.ExitError
	case *a.Verdict != verdict.None:
		p.exit = verdict.ExitCode(*a.Verdict)
	}
	if v.JSON {
		p.print("%s\n", bytes.TrimSpace(body.data))
		return nil
	}
	v.tell(p, a)
	return nil
}

type reply struct {
	status string
	data   []byte
}

func (v *actVerb) post(p *program) (reply, error) {
	target, err := url.Parse(v.Station)
	if err != nil || target.Scheme != "http" || target.Host == "" {
		return reply{}, misused("--station is a URL such as %s, not '%s'", defaultStation, v.Station)
	}
	target = target.JoinPath("steps")
	target.RawQuery = url.Values{"session": {v.Session}}.Encode()
	request, err := http.NewRequestWithContext(p.ctx, http.MethodPost, target.String(), strings.NewReader(v.body()))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Content-Type", "application/yaml")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if p.ctx.Err() != nil {
			return reply{}, p.ctx.Err()
		}
		return reply{}, fmt.Errorf("no station answers at %s: start one with 'forecourt twin', or name it with --station (%w)", v.Station, err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	return reply{response.Status, data}, err
}

// body makes one list of the steps; further lines of a step are indented with it.
func (v *actVerb) body() string {
	var b strings.Builder
	for _, s := range v.Steps {
		b.WriteString("- " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n  ") + "\n")
	}
	return b.String()
}

// tell prints an answer for people.
func (v *actVerb) tell(p *program, a answered) {
	for _, e := range a.Errors {
		p.notice("%s", v.located(e).Format())
	}
	if a.Error != "" {
		p.notice("refused: %s", a.Error)
	}
	if a.Verdict == nil {
		return
	}
	if *a.Verdict == verdict.None {
		p.print("done\n")
	} else {
		p.print("%s\n", a.Verdict)
	}
	if c := a.Cause; c != nil {
		var rows [][]string
		for _, row := range [][]string{{"  expected", c.Expected}, {"  actual", c.Actual}, {"  cause", c.Text + "   (" + string(c.Fault) + ")"}} {
			if row[1] != "" {
				rows = append(rows, row)
			}
		}
		p.table(rows)
	}
	var names []string
	for name := range a.Kept {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p.print("kept %s: %s\n", name, a.Kept[name])
	}
}

// located moves a problem from the list that was sent to the step as it was given.
func (v *actVerb) located(e stepProblem) strict.Error {
	out := strict.Error{File: "step", Line: e.Line, Column: e.Column, Length: e.Length, Message: e.Message, Fix: e.Fix, Source: e.Source}
	line := e.Line
	for i, s := range v.Steps {
		n := strings.Count(strings.TrimRight(s, "\n"), "\n") + 1
		if line > n {
			line -= n
			continue
		}
		out.File, out.Line, out.Column = fmt.Sprintf("step %d", i+1), line, max(e.Column-2, 1)
		if len(out.Source) >= 2 {
			out.Source = out.Source[2:]
		}
		break
	}
	return out
}
