package service

import (
	"fmt"
	"strings"
)

// Set is what a fuelling point offers. The zero Set offers nothing, and stands for "not said" in a plan.
type Set uint8

// Of returns the set of some modes.
func Of(modes ...Mode) (s Set) {
	for _, m := range modes {
		s |= bit(m)
	}
	return s
}

// Usual is what a point offers where nobody says otherwise.
var Usual = Of(Postpay, Prepay, Outdoor)

func bit(m Mode) Set {
	for i, r := range table {
		if r.Mode == m {
			return 1 << i
		}
	}
	return 0
}

// Has says whether a mode is offered.
func (s Set) Has(m Mode) bool { return s&bit(m) != 0 }

// Only says whether nothing else is.
func (s Set) Only(m Mode) bool { return s != 0 && s == bit(m) }

// Modes lists what is offered, in the order of the table.
func (s Set) Modes() (modes []Mode) {
	for _, r := range table {
		if s.Has(r.Mode) {
			modes = append(modes, r.Mode)
		}
	}
	return modes
}

// Answers says whether a call is answered by itself.
func (s Set) Answers() bool { return s.releasedBy(Nobody) }

// Confirms says whether a cashier may release the point for a sale that is paid afterwards, as he also may where calls are
// answered by themselves: after he has stopped the point.
func (s Set) Confirms() bool { return s.releasedBy(Cashier) || s.Answers() }

func (s Set) releasedBy(h Hand) bool {
	for _, m := range s.Modes() {
		if m.Row().Releases == h {
			return true
		}
	}
	return false
}

// String writes the modes with a + between them.
func (s Set) String() string {
	words := make([]string, 0, len(table))
	for _, m := range s.Modes() {
		words = append(words, string(m))
	}
	return strings.Join(words, "+")
}

// MarshalText writes the modes as String does.
func (s Set) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads one mode, or several as in "prepay+outdoor". Modes that contradict each other are refused: a call is
// answered by itself, or by somebody.
func (s *Set) UnmarshalText(text []byte) error {
	*s = 0
	for word := range strings.SplitSeq(string(text), "+") {
		m := Mode(strings.TrimSpace(word))
		switch {
		case bit(m) == 0:
			return fmt.Errorf("'%s' is no service mode: it is one of %s, or several as in prepay+outdoor", m, strings.Join(Words(), ", "))
		case s.Has(m):
			return fmt.Errorf("the service mode '%s' is there twice", m)
		}
		*s |= bit(m)
	}
	if s.Answers() && (s.Has(Postpay) || s.Has(Attendant)) {
		return fmt.Errorf("'%s' contradicts itself: calls are answered by themselves, or by somebody", s)
	}
	return nil
}

// Words lists the names of the modes.
func Words() []string {
	words := make([]string, len(table))
	for i, r := range table {
		words[i] = string(r.Mode)
	}
	return words
}
