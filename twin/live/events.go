package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
)

// feed keeps the latest events for GET /events, which streams them as JSON lines and can be resumed after a number.
type feed struct {
	mu     sync.Mutex
	first  uint64 // number of the first kept
	lines  [][]byte
	waiter chan struct{} // closed and replaced when a line is added
}

// kept bounds the memory; whoever comes back later than this has missed something, and is told so by the first number.
const kept = 100_000

func newFeed() *feed { return &feed{first: 1, waiter: make(chan struct{})} }

// event is one line of the feed.
type event struct {
	Seq    uint64          `json:"seq"`
	AtNS   int64           `json:"at_ns"`
	Role   string          `json:"role"`
	Event  string          `json:"event"`
	Fields json.RawMessage `json:"fields"`
}

// add is called on the loop for every event.
func (f *feed) add(t forecourt.Told) {
	f.mu.Lock()
	defer f.mu.Unlock()
	seq := f.first + uint64(len(f.lines))
	b, _ := json.Marshal(event{seq, int64(t.At), t.Role.String(), t.Event.Event(), journal.Fields(t.Event)})
	f.lines = append(f.lines, append(b, '\n'))
	if len(f.lines) > kept {
		f.lines = f.lines[kept/2:]
		f.first += kept / 2
	}
	close(f.waiter)
	f.waiter = make(chan struct{})
}

func (f *feed) after(seq uint64) (lines [][]byte, next uint64, more chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	skip := 0
	if seq >= f.first {
		skip = min(int(seq-f.first+1), len(f.lines))
	}
	lines = append(lines, f.lines[skip:]...)
	return lines, max(seq, f.first+uint64(len(f.lines))-1), f.waiter
}

// ServeHTTP streams the events after ?after=SEQ (default 0: all that are kept); with ?follow=no it ends with the last
// one there is.
func (f *feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	seq := uint64(0)
	if s := r.URL.Query().Get("after"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			http.Error(w, fmt.Sprintf("after=%q is no number of an event", s), http.StatusBadRequest)
			return
		}
		seq = n
	}
	w.Header().Set("Content-Type", "application/jsonl")
	flusher, _ := w.(http.Flusher)
	for {
		lines, next, more := f.after(seq)
		for _, l := range lines {
			if _, err := w.Write(l); err != nil {
				return
			}
		}
		seq = next
		if r.URL.Query().Get("follow") == "no" {
			return
		}
		if flusher != nil {
			flusher.Flush()
		}
		select {
		case <-more:
		case <-r.Context().Done():
			return
		}
	}
}
