package step

import (
	"regexp"

	"github.com/forecourt/forecourt/twin/app"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "app-unlock", Acts: true, New: func() Step { return &AppUnlock{phone: phone{Phone: 1}} },
		Doc: "unlocks a fuelling point from a phone, to fill up or for an amount at most; the code is read off the point's label " +
			"unless another one is given, and what is paid with is in the user's wallet unless later: true",
		Example: "app-unlock: { phone: 1, fuelling-point: 1, amount: 40.00 EUR }",
	})
	Register(Info{
		Name: "app-approve", Acts: true, New: func() Step { return &AppApprove{phone: phone{Phone: 1}} },
		Doc:     "names from a phone what a session is paid with, which app-unlock has left open",
		Example: "app-approve: { phone: 1 }",
	})
	Register(Info{
		Name: "app-cancel", Acts: true, New: func() Step { return &AppCancel{phone: phone{Phone: 1}} },
		Doc:     "gives a phone's session up",
		Example: "app-cancel: { phone: 1 }",
	})
}

// phone is whose hand it is.
type phone struct {
	Phone int
	role  forecourt.Role
}

func (s *phone) lint(l *Lint) { s.role = l.Numbered("phone", app.Kind, s.Phone) }

// AppUnlock unlocks a point.
type AppUnlock struct {
	phone
	FuellingPoint forecourt.Point `yaml:",required"`
	Code          string
	Amount        Value[unit.Money]
	Method        string
	Later         bool // what is paid with is named by app-approve
	Again         bool // a second tap on the same button
}

var pointCode = regexp.MustCompile(`^[0-9]{4}$`)

// Lint implements Step.
func (s *AppUnlock) Lint(l *Lint) {
	s.phone.lint(l)
	l.PointNamed("fuelling-point", s.FuellingPoint)
	s.Amount.Lint(l)
	if s.Code != "" && !pointCode.MatchString(s.Code) {
		l.Wrong("code", "a code has four digits", `write it as code: "0000"`)
	}
}

// Run implements Step.
func (s *AppUnlock) Run(h *Hand) error {
	amount, err := s.Amount.Get(h)
	if err != nil {
		return err
	}
	return h.Do(s.role, app.Unlock{Point: s.FuellingPoint, Code: s.Code, Amount: amount, Method: s.Method, Later: s.Later, Again: s.Again})
}

// AppApprove names what is paid with.
type AppApprove struct {
	phone
	Method string
}

// Lint implements Step.
func (s *AppApprove) Lint(l *Lint) { s.phone.lint(l) }

// Run implements Step.
func (s *AppApprove) Run(h *Hand) error { return h.Do(s.role, app.Approve{Method: s.Method}) }

// AppCancel gives up.
type AppCancel struct{ phone }

// Lint implements Step.
func (s *AppCancel) Lint(l *Lint) { s.phone.lint(l) }

// Run implements Step.
func (s *AppCancel) Run(h *Hand) error { return h.Do(s.role, app.Cancel{}) }
