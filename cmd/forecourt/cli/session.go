package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/strict"
)

// desk does the steps that come to the control endpoint. It implements live.Actor and runs on the loop.
type desk struct {
	player   *player
	cat      bench.Catalogue
	sessions map[string]*session
	hands    map[string]bool // points and readers that a request is acting at
}

// session is one client's view of the station: its own cursors and kept names.
type session struct {
	stage *step.Stage
	lint  *step.Lint
	busy  bool
}

// mostSessions bounds the memory: each session remembers all that was told since its first step.
const mostSessions = 64

// player is a live station as steps play on it.
type player struct{ *station.Station }

// Abilities implements bench.Station; steps do not ask for any.
func (*player) Abilities() []string { return nil }

func newDesk(s *station.Station, cat bench.Catalogue) *desk {
	d := &desk{player: &player{s}, cat: cat, sessions: map[string]*session{}, hands: map[string]bool{}}
	d.sessions[""] = d.newSession() // whoever names no session has seen the station from its start
	return d
}

func (d *desk) newSession() *session {
	return &session{stage: step.NewStage(d.player, nil), lint: step.NewLint(&d.cat)}
}

// acted is the answer to steps that were played.
type acted struct {
	Verdict verdict.Verdict      `json:"verdict"` // of this request's steps; none where they only act
	Cause   *verdict.Cause       `json:"cause"`
	Kept    map[string]keptEvent `json:"kept"`
	Steps   []verdict.Step       `json:"steps"` // as they ran, in nanoseconds since the session's start
}

type keptEvent struct {
	AtNS   int64           `json:"at_ns"`
	Role   string          `json:"role"`
	Event  string          `json:"event"`
	Fields json.RawMessage `json:"fields"`
}

// stepProblem is a problem of a step, with what is needed to underline it.
type stepProblem struct {
	problem
	Length int    `json:"length"`
	Source string `json:"source"`
}

type refusal struct {
	Errors []stepProblem `json:"errors"`
}

type trouble struct {
	Error string `json:"error"`
}

// Act implements live.Actor.
func (d *desk) Act(f *loop.Fiber, name string, body []byte) (status int, answer any) {
	s := d.sessions[name]
	if s == nil {
		if len(d.sessions) == mostSessions {
			return http.StatusTooManyRequests, trouble{fmt.Sprintf("there are %d sessions already", mostSessions)}
		}
		s = d.newSession()
		d.sessions[name] = s
	}
	if s.busy {
		return http.StatusConflict, trouble{fmt.Sprintf("session '%s' is still at its last request", name)}
	}
	root, err := strict.Parse("steps", body)
	var errs strict.Errors
	if errors.As(err, &errs) {
		return http.StatusUnprocessableEntity, refusalOf(errs)
	}
	steps, errs := s.read(root)
	if len(errs) > 0 {
		return http.StatusUnprocessableEntity, refusalOf(errs)
	}
	hands := handsOf(root)
	for _, h := range hands {
		if d.hands[h] {
			return http.StatusConflict, trouble{"another request is acting at " + h}
		}
	}
	for _, h := range hands {
		d.hands[h] = true
	}
	s.busy = true
	defer func() { // also when the client has gone
		s.busy = false
		for _, h := range hands {
			delete(d.hands, h)
		}
		if r := recover(); loop.Unwinding(r) {
			panic(r)
		} else if r != nil { // a step that is wrong must not stop the station
			status, answer = http.StatusInternalServerError, trouble{fmt.Sprintf("the step failed: %v", r)}
		}
	}()
	return http.StatusOK, s.play(f, steps)
}

// Drop implements live.Actor. A session that is at a request, and the unnamed one, stay.
func (d *desk) Drop(name string) {
	if s := d.sessions[name]; s != nil && !s.busy && name != "" {
		s.stage.Close()
		delete(d.sessions, name)
	}
}

// read reads and checks the steps of a request: one, a list of them, or a map with the key steps.
func (s *session) read(root *strict.Node) ([]*step.Bound, strict.Errors) {
	if list := root.Get("steps"); list != nil {
		root = list
	}
	var steps []*step.Bound
	if root.Kind() == strict.Map {
		steps = append(steps, step.Parse(root, s.lint))
	} else {
		steps = step.ParseList(root, s.lint)
	}
	problems := slices.DeleteFunc(s.lint.Take(), func(e strict.Error) bool { return e.Warning })
	if len(problems) == 0 && len(steps) == 0 {
		problems = strict.Errors{root.Wrong("there is no step here", "write for example wait: 1 s")}
	}
	return steps, problems
}

func (s *session) play(f *loop.Fiber, steps []*step.Bound) acted {
	s.stage.Again()
	before := len(s.stage.Steps())
	a := acted{Kept: map[string]keptEvent{}}
	if b, err := s.stage.Prepare(steps); err != nil {
		a.Verdict = verdict.Error
		a.Cause = &verdict.Cause{Fault: verdict.Scenario, Text: err.Error(), Place: b.Place.String()}
		return a
	}
	for _, b := range steps {
		if !s.stage.Play(f, b) {
			break
		}
	}
	a.Steps = s.stage.Steps()[before:]
	for _, rec := range a.Steps {
		if rec.Verdict > a.Verdict {
			a.Verdict, a.Cause = rec.Verdict, rec.Cause
		}
	}
	for name, t := range s.stage.AllKept() {
		a.Kept[name] = keptEvent{int64(t.At), t.Role.String(), t.Event.Event(), journal.Fields(t.Event)}
	}
	return a
}

// handsOf lists where the acting steps of a request act with a hand: a fuelling point, a card reader.
func handsOf(n *strict.Node) (hands []string) {
	for _, item := range n.Items() {
		hands = append(hands, handsOf(item)...)
	}
	for _, p := range n.Pairs() {
		for _, info := range step.All() {
			if info.Name != p.Key.Text() || !info.Acts {
				continue
			}
			for key, kind := range map[string]string{"fuelling-point": "fuelling-point", "reader": "card-reader"} {
				if at := p.Value.Get(key); at != nil {
					hands = append(hands, kind+" "+at.Text())
				}
			}
		}
		hands = append(hands, handsOf(p.Value)...)
	}
	slices.Sort(hands)
	return slices.Compact(hands)
}

func refusalOf(errs strict.Errors) refusal {
	r := refusal{Errors: []stepProblem{}}
	for i, p := range problemsOf(errs, false) {
		r.Errors = append(r.Errors, stepProblem{p, errs[i].Length, errs[i].Source})
	}
	return r
}
