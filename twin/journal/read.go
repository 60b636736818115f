package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"

	"github.com/forecourt/forecourt/twin/clock"
)

const longestLine = 4 << 20 // bytes

// Read returns a journal's records by instant; records of one instant keep the order they were written in.
func Read(r io.Reader) ([]Record, error) {
	var records []Record
	s := bufio.NewScanner(r)
	s.Buffer(nil, longestLine)
	for n := 1; s.Scan(); n++ {
		var rec Record
		dec := json.NewDecoder(bytes.NewReader(s.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&rec); err != nil {
			return nil, fmt.Errorf("journal: line %d: %w", n, err)
		}
		records = append(records, rec)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	sort.SliceStable(records, func(a, b int) bool { return records[a].At < records[b].At })
	return records, nil
}

// Expand returns the frames that a run-length record stands for; any other record is returned as it is.
func (r Record) Expand() []Record {
	if r.Kind != KindCycle {
		return []Record{r}
	}
	all := make([]Record, 0, r.Count*len(r.Cycle))
	for k := range r.Count {
		start := r.At + clock.Instant(int64(k)*r.Every)
		for _, f := range r.Cycle {
			all = append(all, Record{At: start + clock.Instant(f.After), Kind: KindFrame, Line: r.Line, From: f.From, Hex: f.Hex})
		}
	}
	return all
}
