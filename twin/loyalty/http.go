package loyalty

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// Handler returns the HTTP interface.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /memberships", s.lookup)
	mux.HandleFunc("POST /awards", s.award)
	return mux
}

// Mask hides members' numbers, and card numbers, in text that is kept of the interface.
func Mask(text string) string {
	for _, name := range payment.MembershipNames() {
		number, _ := payment.LookupMembership(name)
		text = strings.ReplaceAll(text, number.Reveal(), strings.Repeat("*", len(number.Reveal())))
	}
	return payment.Mask(text)
}

func (s *Service) lookup(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Number string `json:"number"`
	}
	if err := s.read(r, &ask); err != nil {
		s.refuse(w, err)
		return
	}
	m, ok := s.byNumber[payment.NewSecret(ask.Number)]
	if !ok {
		s.env.Tell(MemberUnknown{})
		answer(w, http.StatusNotFound, map[string]string{"error": "nobody has this number"})
		return
	}
	s.env.Tell(MemberFound{m.token, m.tier})
	answer(w, http.StatusOK, map[string]any{"member": m.token, "tier": m.tier, "points": s.balance[m.token]})
}

// mostPoints bounds one award, so that no sum overflows.
const mostPoints = 1_000_000_000

func (s *Service) award(w http.ResponseWriter, r *http.Request) {
	var a Award
	err := s.read(r, &a)
	switch {
	case err != nil:
	case a.ID == "" || !s.knows(a.Member):
		err = errors.New("an award has an id and a member")
	case a.Points <= 0 || a.Points > mostPoints:
		err = errors.New("an award has points")
	}
	if err != nil {
		s.refuse(w, err)
		return
	}
	old, known := s.awards[a.ID]
	switch {
	case known && old != a:
		answer(w, http.StatusConflict, map[string]string{"error": "this id has another award already"})
		return
	case known:
		s.env.Tell(DuplicateIgnored{a.ID})
	default:
		if err := s.keep(a); err != nil {
			answer(w, http.StatusInternalServerError, map[string]string{"error": "the award cannot be kept"})
			return
		}
		s.env.Tell(PointsAwarded{a.ID, a.Member, a.Points, s.balance[a.Member]})
	}
	answer(w, http.StatusOK, map[string]any{"points": s.balance[a.Member], "duplicate": known})
}

func (s *Service) knows(token string) bool {
	for _, m := range s.byNumber {
		if m.token == token {
			return true
		}
	}
	return false
}

// read reads a request after the time that the work on it takes.
func (s *Service) read(r *http.Request, into any) error {
	body, err := io.ReadAll(io.LimitReader(r.Body, loop.MaxBody+1))
	if err != nil || len(body) > loop.MaxBody {
		return errors.New("the body cannot be read, or is too large")
	}
	if json.Unmarshal(body, into) != nil {
		return errors.New("the body is no JSON of this interface")
	}
	if f := loop.FiberOf(r.Context()); f != nil {
		f.Sleep(s.cfg.Work)
	}
	return nil
}

func (s *Service) refuse(w http.ResponseWriter, err error) {
	s.env.Tell(RequestRefused{err.Error()})
	answer(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
}

func answer(w http.ResponseWriter, status int, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(b)
}
