package live

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/recording"
)

func TestNoCardNumberEntersARecording(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	pan := card.PAN.Reveal()
	file := recorded(t, func(t *testing.T, all []Endpoint) {
		res, err := http.Post(address(t, all, "gateway", "http")+"/pay?number="+pan, "text/plain", strings.NewReader("card[number]="+pan))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		c, err := net.Dial("tcp", strings.TrimPrefix(address(t, all, "till", "tcp"), "tcp://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for _, piece := range []string{"<a>" + pan[:7], pan[7:] + "</a>", pan + " " + pan, " " + pan[:3]} {
			if _, err := io.WriteString(c, piece); err != nil {
				t.Fatal(err)
			}
			b := make([]byte, 100)
			if _, err := c.Read(b); err != nil { // it has been taken, so that the next is a piece of its own
				t.Fatal(err)
			}
		}
	})
	for _, form := range []string{pan, fmt.Sprintf("%x", pan), pan[7:]} {
		if strings.Contains(file, form) {
			t.Errorf("%s is in the file", form)
		}
	}
	if !strings.Contains(file, `"card":"visa-chip"`) {
		t.Error("the card is not named")
	}
	got, err := replayed(file)
	if err != nil || !got.Same() || len(got.Lost) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// stuck is a disk that takes nothing until it is let go.
type stuck struct {
	file
	free chan struct{}
}

func (s *stuck) Write(b []byte) (int, error) { <-s.free; return s.file.Write(b) }

func TestADiskThatDoesNotKeepUpHoldsUpNobodyAndIsSaid(t *testing.T) {
	out := &stuck{free: make(chan struct{})}
	told := make(chan error, 1)
	r := NewRecorder(out, recording.Header{Build: "test", Seed: "1", Start: clock.Epoch, Plan: "x"}, func(err error) { told <- err })
	l, _ := recordable(clock.Epoch, nil, r.Journal(), nil)
	r.loop = l
	big := bytes.Repeat([]byte("x"), 1<<20)
	for range 2 * mostQueued / len(big) {
		r.output("bus 1", 0, recording.HideText(big, nil)) // it would hang here
	}
	close(out.free)
	if err := <-told; !errors.Is(err, errSlow) {
		t.Error(err)
	}
	if err := r.Close(); !errors.Is(err, errSlow) {
		t.Error(err)
	}
	l.Close()
	got, err := replayed(out.String())
	if err != nil || got.CutOff == "" || got.Stopped {
		t.Errorf("%+v, %v", got, err)
	}
}

type full struct{ file }

func (*full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAFileThatCannotBeWrittenIsSaid(t *testing.T) {
	told := make(chan error, 1)
	r := NewRecorder(&full{}, recording.Header{}, func(err error) { told <- err })
	if err := <-told; err.Error() != "no space left" {
		t.Error(err)
	}
	if err := r.Close(); err == nil {
		t.Error("Close says that all is well")
	}
}
