package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/payment"
)

type field struct{ name, value string }

// fieldList is a JSON object's members in their order.
type fieldList []field

func (l fieldList) get(name string) (string, bool) {
	for _, f := range l {
		if f.name == name {
			return f.value, true
		}
	}
	return "", false
}

func (l fieldList) String() string {
	var said []string
	for _, f := range l {
		if f.value != "" && !strings.HasSuffix(f.name, "-at") { // instants since 1970 tell a reader nothing
			said = append(said, f.name+" "+f.value)
		}
	}
	return strings.Join(said, ", ")
}

// fields reads an object; of one that is damaged, as much as can be read.
func fields(data json.RawMessage) (all fieldList) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return all
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return all
		}
		all = append(all, field{payment.Mask(fmt.Sprint(name)), unquoted(value)})
	}
	return all
}

// unquoted returns a JSON string's text, and any other value as it is written.
func unquoted(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return payment.Mask(s)
	}
	return payment.Mask(string(raw))
}

// telling are the fields worth a place in the picture, the first that is there wins.
var telling = []string{"amount", "limit", "volume", "until", "why", "reason", "decline-code", "code", "nozzle", "Nozzle", "Until",
	"card", "Card", "text", "to", "state", "status", "price"}

// summary is a name and its most telling value.
func summary(name string, all fieldList) string {
	for _, t := range telling {
		if v, ok := all.get(t); ok && v != "" && len(v) < 40 && !strings.ContainsAny(v, "{[") {
			return payment.Mask(name) + " " + v
		}
	}
	return payment.Mask(name)
}

// tone is the class of an event: good news, bad news, or just news.
func tone(name string) string {
	switch {
	case slices.Contains([]string{"authorised", "captured", "approved", "completed", "sale-posted", "sale-finished",
		"paid", "posted", "prepay-settled", "completion-accepted"}, name):
		return "good"
	case strings.HasPrefix(name, "nozzle-"):
		return "hand"
	}
	for _, bad := range []string{"declined", "refused", "failed", "timed-out", "lost", "alarm", "fault", "reversed", "over-auth", "written-off", "expired", "unmatched", "late"} {
		if strings.Contains(name, bad) {
			return "bad"
		}
	}
	return "news"
}

// tip is a record in one line.
func tip(r *journal.Record) string {
	role := r.Role
	if role == "" {
		role = r.From
	}
	said := payment.Mask(strings.TrimSpace(role + " " + r.Name))
	if all := fields(r.Data); len(all) > 0 {
		return said + ": " + all.String()
	}
	return said
}

func exchangeMoment(at int64, from string, e journal.Exchange) moment {
	m := moment{at: at, lasts: max(e.Took, 1), class: "news"}
	outcome := fmt.Sprint(e.Status)
	switch {
	case e.Status == 0:
		outcome, m.class = "no answer", "bad"
	case e.Status >= 400:
		m.class = "bad"
	}
	path, _, _ := strings.Cut(e.Path, "?")
	m.label = payment.Mask(fmt.Sprintf("%s %s %s", e.Method, path, outcome))
	m.tip = payment.Mask(fmt.Sprintf("%s to %s: %s %s, %s after %s", from, e.To, e.Method, e.Path, outcome, span(e.Took)))
	return m
}
