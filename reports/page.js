(function () {
  "use strict";
  var form = document.querySelector(".filter");
  var rows = Array.prototype.slice.call(document.querySelectorAll(".list tbody tr"));
  function filter() {
    var text = form.querySelector("input[type=search]").value.toLowerCase();
    var shown = {};
    form.querySelectorAll("input[type=checkbox]").forEach(function (box) { shown[box.value] = box.checked; });
    rows.forEach(function (row) {
      row.hidden = shown[row.dataset.verdict] === false || row.textContent.toLowerCase().indexOf(text) < 0;
      var link = row.querySelector("a");
      var part = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (part) { part.hidden = row.hidden; }
    });
  }
  function unfold() {
    var part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (part && part.tagName === "DETAILS") { part.open = true; part.scrollIntoView(); }
  }
  if (rows.length > 1) { form.hidden = false; }
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.scenario").forEach(function (d) { d.open = true; });
  });
  unfold();
})();
