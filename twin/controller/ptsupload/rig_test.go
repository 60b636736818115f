package ptsupload_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/controller/ptsupload"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

const (
	controllerID = "003A003A3435510938393730"
	host         = "server.example:9000"
)

var serverRole = forecourt.Role{Kind: "server"}

// rig is a desk that uploads to a server on the loop.
type rig struct {
	*desktest.Rig
	uploader *ptsupload.Uploader
	bodies   []string // as the server has heard them
	headers  []http.Header
	answer   func(p pts.Packet) (status int, packet pts.Packet) // nil: OK
}

func newRig(t *testing.T, change func(*ptsupload.Config)) *rig {
	t.Helper()
	r := &rig{Rig: desktest.New(t, nil)}
	r.Loop.Serve(host, serverRole, 20*time.Millisecond, http.HandlerFunc(r.serve), nil)
	u, _ := url.Parse("http://box:pw@" + host + "/jsonPTS")
	cfg := ptsupload.Config{Loop: r.Loop, Desk: r.Desk, URL: u, PtsID: controllerID}
	if change != nil {
		change(&cfg)
	}
	var err error
	if r.uploader, err = ptsupload.New(cfg); err != nil {
		t.Fatal(err)
	}
	r.Run(time.Second)
	return r
}

func (r *rig) serve(w http.ResponseWriter, q *http.Request) {
	b, _ := io.ReadAll(q.Body)
	r.bodies, r.headers = append(r.bodies, string(b)), append(r.headers, q.Header)
	body, err := pts.Decode(b)
	if err != nil || q.URL.Path != "/jsonPTS" || q.URL.User != nil || body.PtsID != controllerID || len(body.Packets) != 1 {
		r.T.Errorf("the server hears %s %s, %v", q.URL, b, err)
	}
	p := body.Packets[0]
	if p.ID < 1 || p.ID > pts.MaxID {
		r.T.Errorf("packet %d", p.ID)
	}
	status, answer := http.StatusOK, p.OK()
	if r.answer != nil {
		status, answer = r.answer(p)
	}
	w.WriteHeader(status)
	_, _ = w.Write(pts.Encode(pts.Body{Packets: []pts.Packet{answer}}))
}

// sold returns the sales that the server has heard of, once each as a receiver tells them apart, and wants a sale to have
// the same content each time.
func (r *rig) sold() (once []pts.Transaction) {
	r.T.Helper()
	content := map[string]string{}
	for _, b := range r.bodies {
		body, _ := pts.Decode([]byte(b))
		p := body.Packets[0]
		if p.Type != pts.UploadPumpTransaction {
			continue
		}
		var x pts.Transaction
		if err := p.Get(&x); err != nil {
			r.T.Fatal(err)
		}
		key := fmt.Sprint(x.Pump, x.Nozzle, x.Transaction, x.DateTime)
		if before, again := content[key]; !again {
			once = append(once, x)
		} else if before != b {
			r.T.Errorf("sent again as %s\nbefore %s", b, before)
		}
		content[key] = b
	}
	return once
}

func (r *rig) mustHaveSold(n int) []pts.Transaction {
	r.T.Helper()
	once := r.sold()
	if len(once) != n {
		r.T.Errorf("the server has heard of %d sales in %d bodies, want %d", len(once), len(r.bodies), n)
	}
	return once
}

func (r *rig) mustKeepNothing() {
	r.T.Helper()
	n := 0
	r.Desk.Kept("pts-upload/packet/", func(string, func(any) error) { n++ })
	if n != 0 {
		r.T.Errorf("%d packets are kept of sales that nobody has any more", n)
	}
}
