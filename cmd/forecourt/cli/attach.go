package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/journal"
)

// remote is a running station, reached at its control endpoint.
type remote struct {
	ctx  context.Context
	base *url.URL
}

// attached plays the selected scenarios on a running station, one after the other, each in a session of its own. What a
// scenario gives a station to start with cannot be given to one that runs: such a scenario is not applicable.
func (j *job) attached() (map[string]played, error) {
	base, err := url.Parse(j.Attach)
	if err != nil || base.Scheme != "http" || base.Host == "" {
		return nil, misused("--attach is a URL such as %s, not '%s'", defaultStation, j.Attach)
	}
	st := remote{j.program.ctx, base}
	show := newProgress(j.program, len(j.suite.Scenarios), false)
	defer show.done()
	results := map[string]played{}
	for _, sc := range j.suite.Scenarios {
		if j.program.ctx.Err() != nil {
			break
		}
		show.begin(sc.ID)
		p, err := st.play(sc, seedText(j.seed))
		if err != nil {
			return results, err
		}
		results[sc.ID] = p
		show.end(sc.ID)
	}
	return results, nil
}

func (st remote) play(sc *scenarios.Scenario, seed string) (played, error) {
	rec := verdict.Record{ID: sc.ID, Name: sc.Name, File: sc.File, Covers: sc.Covers, Labels: sc.Labels, Seed: seed}
	if keys := sc.Given.Keys(); len(keys) > 0 {
		rec.NotApplicable = "a running station cannot be given " + strings.Join(keys, ", ")
		return played{Record: rec}, nil
	}
	before, err := st.events(0)
	if err != nil {
		return played{}, err
	}
	var a acted
	var body strings.Builder
	for _, b := range sc.Steps {
		body.WriteString("- " + b.Text + "\n")
	}
	if err := st.steps(sc.ID, body.String(), &a); err != nil {
		return played{}, fmt.Errorf("%s: %w", sc.ID, err)
	}
	for i := range a.Steps {
		s := a.Steps[i]
		s.Place = sc.Steps[min(i, len(sc.Steps)-1)].Place.String()
		if s.Cause != nil {
			s.Cause.Place = s.Place
		}
		rec.Steps = append(rec.Steps, s)
		if s.Verdict != verdict.None {
			rec.Judge(s.Verdict, s.Cause)
		}
	}
	after, err := st.events(before.last)
	if err != nil {
		return played{}, err
	}
	rec.StartNS, rec.VirtualNS = before.at, after.at-before.at
	return played{Record: rec, Journal: after.journal}, nil
}

// steps sends the steps of a scenario and waits for their answer; the session is dropped afterwards.
func (st remote) steps(session, body string, a *acted) error {
	query := url.Values{"session": {session}}
	defer func() { _, _ = st.call(http.MethodDelete, "steps", query, "") }()
	data, err := st.call(http.MethodPost, "steps", query, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, a)
}

// heard is what a station told since an event.
type heard struct {
	last    uint64 // number of the last event
	at      int64  // the station's instant
	journal []byte
}

// told is one line of GET /events.
type told struct {
	Seq    uint64          `json:"seq"`
	AtNS   int64           `json:"at_ns"`
	Role   string          `json:"role"`
	Event  string          `json:"event"`
	Fields json.RawMessage `json:"fields"`
}

func (st remote) events(after uint64) (heard, error) {
	h := heard{last: after}
	state, err := st.call(http.MethodGet, "state", nil, "")
	if err != nil {
		return h, err
	}
	var now struct {
		AtNS int64 `json:"at_ns"`
	}
	if err := json.Unmarshal(state, &now); err != nil {
		return h, err
	}
	h.at = now.AtNS
	data, err := st.call(http.MethodGet, "events", url.Values{"follow": {"no"}, "after": {fmt.Sprint(after)}}, "")
	if err != nil {
		return h, err
	}
	var out bytes.Buffer
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		var t told
		if err := json.Unmarshal(s.Bytes(), &t); err != nil {
			return h, err
		}
		h.last = max(h.last, t.Seq)
		line, err := json.Marshal(journal.Record{At: clock.Instant(t.AtNS), Kind: journal.KindEvent, Role: t.Role, Name: t.Event, Data: t.Fields})
		if err != nil {
			return h, err
		}
		out.Write(append(line, '\n'))
	}
	h.journal = out.Bytes()
	return h, nil
}

func (st remote) call(method, path string, query url.Values, body string) ([]byte, error) {
	target := st.base.JoinPath(path)
	target.RawQuery = query.Encode()
	r, err := http.NewRequestWithContext(st.ctx, method, target.String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/yaml")
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fmt.Errorf("no station answers at %s: start one with 'forecourt twin' (%w)", st.base, err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("%s %s is answered %s: %s", method, path, response.Status, bytes.TrimSpace(data))
	}
	return data, err
}
