# Two methods of R's package surveillance, looking down: a matrix of weekly counts in, a matrix of scores out.
# Usage: Rscript surveillance.R METHOD FIRST IN.csv OUT.csv   (METHOD farrington or glrnb; FIRST judged week, from 1)
suppressPackageStartupMessages(library(surveillance))
given <- commandArgs(trailingOnly = TRUE)
first <- as.integer(given[2])
counts <- as.matrix(read.csv(given[3], header = FALSE))
judged <- first:nrow(counts)
scores <- matrix(NA, nrow(counts), ncol(counts))

farrington <- function(y) {
  seen <- sts(observed = matrix(y), frequency = 52, start = c(2006, 1))
  told <- farringtonFlexible(seen, control = list(
    range = judged, b = min(5, (first - 4) %/% 52), w = 3, reweight = TRUE, weightsThreshold = 2.58, trend = TRUE,
    noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", alpha = 0.01, glmWarnings = FALSE, limit54 = c(0, 4)))
  mean <- c(told@control$mu0Vector)
  excess <- pmax(c(told@control$phiVector), 1 + 1e-6)
  -pnbinom(y[judged], mu = mean, size = mean / (excess - 1), log.p = TRUE)
}

glrnb <- function(y) {
  seen <- create.disProg(week = seq_along(y), observed = y, state = 0 * y, freq = 52, start = c(2006, 1))
  told <- algo.glrnb(seen, control = list(
    range = judged, c.ARL = 1e6, mu0 = list(S = 1, trend = TRUE, refit = FALSE), alpha = NULL, M = 26, Mtilde = 1,
    dir = "dec", ret = "value"))
  c(told$upperbound)
}

for (s in seq_len(ncol(counts))) {
  score <- tryCatch(suppressWarnings(get(given[1])(counts[, s])), error = function(e) rep(NA, length(judged)))
  scores[judged, s] <- score
}
write.table(scores, given[4], sep = ",", row.names = FALSE, col.names = FALSE, na = "")
