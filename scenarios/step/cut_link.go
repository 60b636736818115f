package step

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
)

func init() {
	Register(Info{
		Name: "cut-link", Acts: true, New: func() Step { return &CutLink{cut: true} },
		Doc: "breaks the link between two roles; all under way is lost", Example: "cut-link: { between: [pos, controller] }",
	})
	Register(Info{
		Name: "join-link", Acts: true, New: func() Step { return &CutLink{} },
		Doc: "joins a link that was cut", Example: "join-link: { between: [pos, controller] }",
	})
}

// CutLink breaks a link, or joins it again.
type CutLink struct {
	Between []forecourt.Role `yaml:",required"`
	cut     bool
}

// Lint implements Step.
func (s *CutLink) Lint(l *Lint) {
	if len(s.Between) != 2 {
		l.Wrong("between", "a link is between two roles", "write between: [pos, controller]")
		return
	}
	for _, r := range s.Between {
		l.use(r.String())
		if !l.Catalogue.Has(r) {
			l.Role("between", r)
			return
		}
	}
	var known []string
	for _, k := range l.Catalogue.Links {
		if k[0] == s.Between[0] && k[1] == s.Between[1] || k[1] == s.Between[0] && k[0] == s.Between[1] {
			return
		}
		known = append(known, fmt.Sprintf("[%s, %s]", k[0], k[1]))
	}
	l.Wrong("between", fmt.Sprintf("there is no link between %s and %s", s.Between[0], s.Between[1]), "one of: "+strings.Join(known, ", "))
}

// Run implements Step.
func (s *CutLink) Run(h *Hand) error { return h.Station.CutLink(s.Between[0], s.Between[1], s.cut) }
