<%@ page isErrorPage="true" %>
<%-- Included by web.xml too, but not before ActiveMQ 6. --%>
<%@include file="WEB-INF/jspf/headertags.jspf" %>
<%
  Throwable cause = exception == null ? new IllegalStateException("no error") : exception;
  while (cause.getCause() != null) {
    cause = cause.getCause();
  }
  pageContext.setAttribute("reason", cause.getMessage() == null ? cause.toString() : cause.getMessage());
%>
<html>
<head>
<c:set var="pageTitle" value="Error"/>
<%@include file="decorators/head.jsp" %>
</head>
<body>
<%@include file="decorators/header.jsp" %>
<h2>Error</h2>
<p id="reason"><c:out value="${reason}"/></p>
<%@include file="decorators/footer.jsp" %>
</body>
</html>
