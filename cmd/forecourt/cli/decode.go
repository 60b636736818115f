package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// decodeVerb says frames in words.
type decodeVerb struct {
	Protocol string   `arg:"" help:"A protocol of 'list protocols'."`
	Hex      []string `arg:"" help:"The frame's bytes in hex; spaces are ignored, also between arguments."`
	From     string   `enum:"controller,dispenser," default:"" help:"Who said it: controller or dispenser; unset, every reading that parses is printed, the likeliest first."`
	valueFlags
	JSON bool `name:"json" help:"Print one JSON object and nothing else."`
}

// decoded is what decode prints with --json.
type decoded struct {
	Protocol string    `json:"protocol"`
	Hex      string    `json:"hex"`
	Decimals string    `json:"decimals"`
	Readings []reading `json:"readings"`
	Problem  string    `json:"problem,omitempty"` // of a damaged frame
}

type reading struct {
	From string `json:"from"`
	Text string `json:"text"`
}

// describer reads one frame in one direction.
type describer func(d wire.Direction, frame []byte) (string, error)

// Run implements the verb.
func (v *decodeVerb) Run(p *program) error {
	describe, err := v.describer()
	if err != nil {
		return err
	}
	text := strings.NewReplacer(" ", "", "\t", "", ":", "", "\n", "").Replace(strings.Join(v.Hex, ""))
	frame, err := hex.DecodeString(text)
	if err != nil || len(frame) == 0 {
		return misused("'%s' is not hex: two digits a byte", strings.Join(v.Hex, " "))
	}
	out := decoded{Protocol: v.Protocol, Hex: fmt.Sprintf("% X", frame), Decimals: v.Decimals}
	out.Readings, out.Problem = v.readings(describe, frame)
	if out.Problem != "" {
		p.exit = verdict.ExitBadFile
	}
	if v.JSON {
		return p.object(out)
	}
	if out.Problem != "" {
		p.notice("%s", out.Problem)
		return nil
	}
	for _, r := range out.Readings {
		p.print("from %-10s  %s\n", r.From, r.Text)
	}
	if v.Protocol != iso8583.Name {
		p.print("decimals %s (volume, price, amount)\n", v.Decimals)
	}
	return nil
}

// readings tries the directions asked for. A frame that parses in none is damaged, and the problem is that of the first.
func (v *decodeVerb) readings(describe describer, frame []byte) (all []reading, problem string) {
	for _, d := range []wire.Direction{wire.FromController, wire.FromDispenser} {
		name := strings.TrimPrefix(d.String(), "from ")
		if v.From != "" && v.From != name {
			continue
		}
		text, err := describe(d, frame)
		if err == nil {
			all = append(all, reading{name, text})
		} else if problem == "" {
			problem = err.Error()
		}
	}
	if len(all) == 0 {
		return nil, problem
	}
	if len(all) == 2 && all[0].Text == all[1].Text {
		return []reading{{"either", all[0].Text}}, ""
	}
	slices.SortStableFunc(all, func(a, b reading) int { return doubts(a.Text) - doubts(b.Text) })
	return all, ""
}

// doubts counts what a reading could not make sense of: both directions share their transaction numbers, and the wrong
// one gives values that cannot be.
func doubts(text string) int {
	return strings.Count(text, "unknown") + strings.Count(text, " (a ") + strings.Count(text, "not ")
}

func (v *decodeVerb) describer() (describer, error) {
	if v.Protocol == iso8583.Name {
		return func(_ wire.Direction, b []byte) (string, error) { return fieldByField(b) }, nil
	}
	d, ok := wire.Lookup(v.Protocol)
	if !ok {
		names := wire.Names()
		if near := strict.Suggest(v.Protocol, names); near != "" {
			return nil, misused("there is no protocol '%s'; did you mean '%s'?", v.Protocol, near)
		}
		return nil, misused("there is no protocol '%s'; there are %s", v.Protocol, strings.Join(names, ", "))
	}
	o, err := v.options()
	if err != nil {
		return nil, misused("%v", err)
	}
	return func(dir wire.Direction, frame []byte) (string, error) { return d.Describe(dir, frame, o) }, nil
}

// fieldByField says a message to or from the payment host, or a stream of framed ones, with a line for each field.
func fieldByField(b []byte) (string, error) {
	var out []string
	profile := iso8583.ProfileOf(b)
	for _, m := range profile.Messages(b) {
		meaning, fields, err := profile.Fields(m)
		if err != nil {
			return "", err
		}
		out = append(out, meaning)
		for _, f := range fields {
			out = append(out, fmt.Sprintf("  %3d  %-28s %s", f.Field, f.Name, f.Text))
		}
	}
	return strings.Join(out, "\n"), nil
}

func (v valueFlags) options() (o wire.Options, err error) {
	o.Currency, err = unit.ParseCurrency(v.Currency)
	if err != nil {
		return o, err
	}
	parts := strings.Split(v.Decimals, ",")
	if len(parts) != 3 {
		return o, errors.New("decimals are three numbers: volume, price, amount, such as 3,3,2")
	}
	for i, into := range []*uint8{&o.VolumeDecimals, &o.PriceDecimals, &o.AmountDecimals} {
		n, err := strconv.ParseUint(strings.TrimSpace(parts[i]), 10, 8)
		if err != nil || n > 6 {
			return o, fmt.Errorf("'%s' is no number of decimals: 0 to 6", parts[i])
		}
		*into = uint8(n)
	}
	return o, nil
}
