package cli_test

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// jsonPTS asks one thing of the controller as a POS does.
func (w *twin) jsonPTS(kind string, data map[string]any) (answer string, got map[string]any) {
	w.t.Helper()
	body, _ := json.Marshal(map[string]any{
		"Protocol": "jsonPTS", "Packets": []any{map[string]any{"Id": 1, "Type": kind, "Data": data}},
	})
	res, err := http.Post(w.at["controller http"]+"/jsonPTS", "application/json", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var all struct {
		Packets []struct {
			Type string
			Data map[string]any
		}
	}
	if err := json.NewDecoder(res.Body).Decode(&all); err != nil || len(all.Packets) != 1 {
		w.t.Fatalf("%s: %v, %d packets", kind, err, len(all.Packets))
	}
	return all.Packets[0].Type, all.Packets[0].Data
}

func (w *twin) dial(endpoint string) net.Conn {
	w.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(w.at[endpoint], "tcp://"))
	if err != nil {
		w.t.Fatal(err)
	}
	_ = c.SetDeadline(time.Now().Add(patience))
	w.t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestSomebodyElsesPOSSellsThroughBothInterfaces(t *testing.T) {
	w := startTwin(t, "--outside", "pos")
	defer w.stop()
	w.sellHalfALitre()
	var data map[string]any
	w.until("the sale has reached the interface", func() bool {
		answer, sold := w.jsonPTS("PumpGetStatus", map[string]any{"Pump": 1})
		data = sold
		return answer == "PumpEndOfTransactionStatus"
	})
	if data["Volume"] != 0.5 || data["Amount"] != 0.9 {
		t.Errorf("jsonPTS says %v", data)
	}
	c := w.dial("controller tcp")
	for i, want := range []string{"LogOn", "GetAvailableFuelSaleTrxs"} {
		doc := `<ServiceRequest RequestType="` + want + `" ApplicationSender="POS1" WorkstationID="W1" RequestID="` + string(rune('1'+i)) +
			`"><POSdata><POSTimeStamp>2026-11-24T13:00:00</POSTimeStamp></POSdata></ServiceRequest>`
		got := exchangeXML(t, c, doc, want)
		if !strings.Contains(got, `OverallResult="Success"`) || want != "LogOn" && !strings.Contains(got, "<State>Payable</State>") {
			t.Errorf("%s is answered %s", want, got)
		}
	}
}

// exchangeXML sends a document in the Fusion manner, with an empty pass-phrase, and returns the answer of its type.
func exchangeXML(t *testing.T, c net.Conn, doc, answers string) string {
	t.Helper()
	sum := md5.Sum([]byte(doc))
	head := append(binary.BigEndian.AppendUint32(nil, uint32(len(doc))), 0, 1)
	if _, err := c.Write(append(append(head, sum[:]...), doc...)); err != nil {
		t.Fatal(err)
	}
	for {
		head := make([]byte, 22)
		if _, err := io.ReadFull(c, head); err != nil {
			t.Fatal(err)
		}
		body := make([]byte, binary.BigEndian.Uint32(head))
		if _, err := io.ReadFull(c, body); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), `ServiceResponse RequestType="`+answers+`"`) {
			return string(body)
		}
	}
}

func TestAGaugeClientReadsTheTanks(t *testing.T) {
	w := startTwin(t)
	defer w.stop()
	c := w.dial("gauge tcp")
	if _, err := io.WriteString(c, "\x01i60200\r\n\x01Z99900"); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for b := make([]byte, 256); !strings.Contains(got.String(), "9999FF1B\x03"); {
		n, err := c.Read(b)
		if err != nil {
			t.Fatalf("%v after %q", err, got.String())
		}
		got.Write(b[:n])
	}
	for _, want := range []string{"\x01i60200", "diesel", "super-95", "&&"} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("%q lacks %q", got.String(), want)
		}
	}
}
